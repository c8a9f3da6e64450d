import type { CheckInsAnswer } from '../../../src/api/schemas/check-ins.ts';
import type { GoalAnswer } from '../../../src/api/schemas/goals.ts';
import { iso } from './fake-organisation.ts';

/** How a goal stood: as far as it stands by now, and once where it began. */
export function checkInsOf({ kind, from, progress }: GoalAnswer): CheckInsAnswer {
  const said = { by: 'Ana Sousa', undoneAt: null };
  const items = progress
    ? [
        {
          ...said,
          id: 3,
          value: progress.value,
          confidence: progress.confidence,
          note: 'The wizard helps.',
          at: iso(7),
        },
        { ...said, id: 2, value: 12, confidence: null, note: 'A slip.', at: iso(14), undoneAt: iso(14) },
        { ...said, id: 1, value: from ?? 0, confidence: progress.confidenceBefore, note: '', at: iso(40) },
      ]
    : [];
  return { items, nextCursor: null, mayCheckIn: kind === 'key-result' };
}
