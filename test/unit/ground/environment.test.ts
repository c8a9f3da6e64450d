import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { nodeMismatch, pinnedNodeVersion } from '../../../src/cli/pinned-node.mjs';
import { judgeSkips } from '../../helpers/fixtures-reporter.ts';

const root = join(import.meta.dirname, '../../..');

describe('the environment', () => {
  // The entry asks npm from which folder it was called; that is no setting.
  it('is read in config/ only', () => {
    const files = globSync('{src,workers,connectors,config}/**/*.{ts,tsx,mjs}', { cwd: root });
    const readers = files.filter((file) =>
      /\bprocess\s*\.\s*env\b|\bimport\.meta\.env\b/.test(readFileSync(join(root, file), 'utf8')),
    );
    expect(readers.sort()).toEqual(['config/config.ts', 'src/cli/plumbline.mjs']);
  });
});

describe('nodeMismatch', () => {
  it('says nothing of the pinned version', () => {
    expect(nodeMismatch(pinnedNodeVersion(), pinnedNodeVersion())).toBeNull();
  });

  it.each(['20.20.2', '24.20.0', '26.1.0'])('names both versions and a way out on %s, in one line', (running) => {
    const line = nodeMismatch(running, '24.21.0');
    expect(line).toMatch(/24\.21\.0.*npm ci/);
    expect(line).toContain(running);
    expect(line).not.toContain('\n');
  });
});

describe('judgeSkips', () => {
  const skips = { files: ['test/unit/a.test.ts'], tests: 2 };

  it('fails a skip where the fixtures are, and only says it where they are not', () => {
    expect(judgeSkips(skips, true)).toMatchObject({ fails: true });
    expect(judgeSkips(skips, false)).toMatchObject({
      fails: false,
      text: expect.stringContaining('2 tests in test/unit/a.test.ts'),
    });
  });

  it('says nothing when nothing was skipped', () => {
    expect(judgeSkips({ files: [], tests: 0 }, true)).toBeNull();
  });
});
