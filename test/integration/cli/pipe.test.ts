import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../../..');

it('ends quietly when its reader has seen enough', () => {
  const cards = Array.from({ length: 5_000 }, (_, n) => ({
    id: (0x65f0c0ff * 2 ** 32 + n).toString(16).padEnd(24, '0'),
    name: `Card ${n}`,
  }));
  const command = `'${process.execPath}' src/cli/plumbline.mjs inspect trello rest - 2>&1 >&3 3>&- | cat`;
  // Three streams: what the command says goes to \`head\`, what it complains of comes back here.
  const complaints = execFileSync('sh', ['-c', `{ { ${command}; } 3>&1 1>&4 | head -1 >/dev/null; } 4>&1`], {
    cwd: ROOT,
    input: JSON.stringify(cards),
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  expect(complaints).toBe('');
});
