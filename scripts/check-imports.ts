/**
 * Holds every import against .dependency-cruiser.cjs, and every source file against what was read: a parser that reads
 * nothing finds no fault either, so fewer modules than files is a failure of its own.
 */
import { existsSync } from 'node:fs';
import { glob } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cruise, type ICruiseOptions, type ICruiseResult } from 'dependency-cruiser';

/** Where source files stand; one that does not exist yet is passed over. */
export const SOURCE_FOLDERS = ['src', 'workers', 'connectors', 'config', 'test', 'scripts'];
const SOURCE_FILE = /\.(ts|tsx|mts|cts|js|jsx|mjs|cjs)$/;

export interface ImportReport {
  /** Sorted; `to` is what was imported. */
  violations: { rule: string; from: string; to: string }[];
  /** Our own files that were read. */
  modules: number;
  /** Imports that were followed, over all modules. */
  imports: number;
  /** Source files on disk that were not read. */
  unread: string[];
}

/**
 * Reads every source file under `root`, by the rules of this checkout.
 *
 * @param reading Set over the options of .dependency-cruiser.cjs.
 * @throws Error when a file cannot be parsed, naming it.
 */
export async function checkImports(root: string, reading: ICruiseOptions = {}): Promise<ImportReport> {
  const { forbidden, options } = createRequire(import.meta.url)('../.dependency-cruiser.cjs');
  const folders = SOURCE_FOLDERS.filter((folder) => existsSync(join(root, folder)));
  const { output } = await cruise(folders, {
    ...options,
    ...reading,
    ruleSet: { forbidden },
    validate: true,
    baseDir: root,
    outputType: 'json',
  });
  const result = JSON.parse(String(output)) as ICruiseResult;
  const own = result.modules.filter((module) =>
    SOURCE_FOLDERS.some((folder) => module.source.startsWith(`${folder}/`)),
  );
  const read = new Set(own.map((module) => module.source));
  return {
    violations: result.summary.violations
      .map(({ rule, from, to }) => ({ rule: rule.name, from, to }))
      .sort((a, b) => `${a.rule} ${a.from} ${a.to}`.localeCompare(`${b.rule} ${b.from} ${b.to}`)),
    modules: read.size,
    imports: own.reduce((sum, module) => sum + module.dependencies.length, 0),
    unread: (await sourceFiles(root, folders)).filter((file) => !read.has(file)),
  };
}

async function sourceFiles(root: string, folders: string[]): Promise<string[]> {
  const files: string[] = [];
  for (const folder of folders) {
    for await (const file of glob(`${folder}/**/*`, { cwd: root })) if (SOURCE_FILE.test(file)) files.push(file);
  }
  return files.sort();
}

/** One line for each fault; empty when every file was read and every import is allowed. */
export function faultsOf({ violations, unread, imports }: ImportReport): string[] {
  return [
    ...violations.map(({ rule, from, to }) => `${from} may not import ${to} (${rule})`),
    ...unread.map((file) => `${file} was not read: its imports are unchecked`),
    ...(imports === 0 ? ['no import was read at all: the parser does not work'] : []),
  ];
}

async function main(): Promise<void> {
  const report = await checkImports(fileURLToPath(new URL('..', import.meta.url)));
  const faults = faultsOf(report);
  for (const fault of faults) console.log(fault);
  console.log(`${report.modules} files and ${report.imports} imports read, ${faults.length} at fault.`);
  process.exitCode = faults.length > 0 ? 1 : 0;
}

if (import.meta.main) await main();
