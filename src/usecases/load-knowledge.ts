import { createHash } from 'node:crypto';
import type { TextExample, TextKnowledge } from '../domain/evidence/text.ts';
import type { Goal } from '../domain/goal.ts';
import type { Database, Tx } from '../store/database.ts';
import { loadExamples, loadMemory } from '../store/examples.ts';
import { loadReadingKnowledge } from '../store/reading.ts';

let lastExamples: { readonly version: string; readonly examples: readonly TextExample[] } | null = null;
let lastKnowledge: TextKnowledge | null = null;

/** What texts are read against today. The same object again until something of it changes. */
export async function loadKnowledge(db: Database | Tx, open: readonly Goal[]): Promise<TextKnowledge> {
  const memory = await loadMemory(db);
  const { version: readingVersion, ...reading } = await loadReadingKnowledge(db);
  const groundVersion = versionOf(open, readingVersion, JSON.stringify(memory.trust));
  const version = versionOf([], groundVersion, memory.version);
  if (lastKnowledge?.version === version) return lastKnowledge;
  if (lastExamples?.version !== memory.version) {
    lastExamples = { version: memory.version, examples: await loadExamples(db) };
  }
  const ids = new Set(open.map(({ id }) => id));
  lastKnowledge = {
    version,
    groundVersion,
    goals: open,
    examples: lastExamples.examples.flatMap((example) => served(example, ids)),
    trust: memory.trust,
    reading,
  };
  return lastKnowledge;
}

/** A goal that is not open any more teaches nothing; least of all that its tasks serve none. */
function served(example: TextExample, open: ReadonlySet<string>): TextExample[] {
  if (example.goalIds.length === 0) return [example];
  const goalIds = example.goalIds.filter((id) => open.has(id));
  return goalIds.length === 0 ? [] : [{ ...example, goalIds }];
}

/** Of all that a reading is made from. Goals have no version of their own. */
export function versionOf(goals: readonly Goal[], ...besides: readonly string[]): string {
  const read = goals.map(({ id, key, kind, title, description, parentId, closedOn }) => [
    ...[id, key, kind, title, description, parentId, closedOn],
  ]);
  return createHash('sha256')
    .update(JSON.stringify([read, besides]))
    .digest('base64url')
    .slice(0, 22);
}
