import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { inspect } from '../../src/cli/commands/inspect.ts';
import type { Terminal } from '../../src/cli/terminal.ts';
import { recordedFiles } from './recorded-files.ts';

const root = process.env.PLUMBLINE_FIXTURES;

describe.skipIf(!root)('plumbline inspect, of the wikis', () => {
  const cases = (['confluence', 'notion'] as const).flatMap((tool) => {
    const { answers, deliveries } = recordedFiles(tool, root);
    return [
      ...answers.map((file) => [tool, 'rest', file] as const),
      ...deliveries.map((file) => [tool, 'webhook', file] as const),
    ];
  });

  it.each(cases)('%s %s %s says what it is and what it holds, or why it holds nothing', async (tool, kind, file) => {
    const said: unknown[] = [];
    const lines: string[] = [];
    const terminal: Terminal = {
      isJson: true,
      print: (line = '') => void lines.push(line),
      printJson: (value) => void said.push(value),
      say: () => {},
      progress: () => ({ update: () => {}, stop: () => {} }),
    };
    const path = join(root ?? '', 'fixtures', tool, file);
    await inspect(terminal, tool, kind, path);
    await inspect({ ...terminal, isJson: false }, tool, kind, path);
    const [found] = said as [{ records: { type: string; externalId: string }[]; ignored: { reason: string }[] }];
    expect(found).toMatchObject({ tool, kind: expect.stringMatching(/\w/) });
    expect(found.records.length + found.ignored.length).toBeGreaterThan(0);
    const types = kind === 'rest' ? ['document', 'scope', 'person'] : ['changed', 'deleted'];
    for (const { type, externalId } of found.records) {
      expect(types).toContain(type);
      expect(externalId).not.toBe('');
    }
    expect(lines).toHaveLength(1 + found.records.length + found.ignored.length);
  });
});
