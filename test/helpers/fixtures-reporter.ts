/**
 * Says at the end of a run which suites were skipped because PLUMBLINE_FIXTURES is not set. Where it is set, such a
 * suite has no reason to skip, and the run fails.
 */
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import type { Reporter, TestModule, Vitest } from 'vitest/node';

export interface Skips {
  /** Files that use PLUMBLINE_FIXTURES and skipped a test, sorted. */
  files: string[];
  tests: number;
}

/** What to say about these skips, and whether they fail the run; null when there is nothing to say. */
export function judgeSkips(skips: Skips, hasFixtures: boolean): { text: string; fails: boolean } | null {
  if (skips.tests === 0) return null;
  const count = `${skips.tests} ${skips.tests === 1 ? 'test' : 'tests'} in ${skips.files.join(', ')}`;
  return hasFixtures
    ? { text: `PLUMBLINE_FIXTURES is set, and still skipped: ${count}.`, fails: true }
    : {
        text: `Skipped, because PLUMBLINE_FIXTURES does not name a folder with the vendors' documents and recorded payloads: ${count}.`,
        fails: false,
      };
}

function skippedTests(module: TestModule): number {
  if (!readFileSync(module.moduleId, 'utf8').includes('PLUMBLINE_FIXTURES')) return 0;
  return [...module.children.allTests('skipped')].length;
}

export default class FixturesReporter implements Reporter {
  #vitest: Vitest | undefined;

  onInit(vitest: Vitest): void {
    this.#vitest = vitest;
  }

  onTestRunEnd(modules: ReadonlyArray<TestModule>): void {
    // A run narrowed by -t skips all other tests, which says nothing about fixtures.
    if (this.#vitest?.config.testNamePattern) return;
    const counted = modules.map((module) => ({ module, tests: skippedTests(module) })).filter(({ tests }) => tests > 0);
    const files = [...new Set(counted.map(({ module }) => relative(process.cwd(), module.moduleId)))].sort();
    const tests = counted.reduce((sum, one) => sum + one.tests, 0);
    const verdict = judgeSkips({ files, tests }, Boolean(process.env.PLUMBLINE_FIXTURES));
    if (verdict === null) return;
    process.stderr.write(`\n${verdict.text}\n`);
    if (verdict.fails) process.exitCode = 1;
  }
}
