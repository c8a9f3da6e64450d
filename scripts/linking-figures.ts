/**
 * `npm run linking -- FOLDER`: links every labelled set of the folder, by text only and learning from its seed tasks, and writes
 * docs/linking.md anew: the words of docs/linking.template.md with the tables in their places. The same sets give the same page.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { evaluateSet } from '../src/usecases/evaluate-set.ts';
import { readLabelledSet } from '../src/usecases/read-labelled-set.ts';
import type { EvaluatedSet } from './linking/evaluated-set.ts';
import { fillPlaces } from './linking/fill-places.ts';
import { makeTables } from './linking/tables.ts';

const DOCS = fileURLToPath(new URL('../docs', import.meta.url));

async function evaluateFile(folder: string, file: string): Promise<EvaluatedSet> {
  const set = readLabelledSet(readFileSync(join(folder, file), 'utf8'), file);
  const textOnly = await evaluateSet(set, false);
  const seeded = await evaluateSet(set, true);
  console.log(`${set.name}: ${set.tasks.length} tasks in ${Math.round(textOnly.readMs + seeded.readMs)} ms`);
  return { set, textOnly, seeded };
}

async function main([folder]: readonly string[]): Promise<void> {
  const files = folder === undefined ? [] : readdirSync(folder).filter((file) => file.endsWith('.json'));
  if (folder === undefined || files.length === 0) {
    console.error('Name the folder that holds the labelled sets: npm run linking -- FOLDER');
    process.exitCode = 1;
    return;
  }
  const sets: EvaluatedSet[] = [];
  for (const file of files.sort()) sets.push(await evaluateFile(folder, file));
  const template = readFileSync(join(DOCS, 'linking.template.md'), 'utf8');
  writeFileSync(join(DOCS, 'linking.md'), fillPlaces(template, makeTables(sets)));
  console.log('docs/linking.md is written.');
}

await main(process.argv.slice(2));
