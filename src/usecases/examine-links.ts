import type { Viewer } from '../domain/person.ts';
import { precisionSentence } from '../domain/precision-words.ts';
import type { Finding } from './finding.ts';
import type { ViewDeps } from './read-alignment.ts';
import { readPrecision } from './read-precision.ts';

/** How good the links are by what people decided, and each threshold that moved because of it. */
export async function examineLinks(deps: ViewDeps, viewer: Viewer): Promise<Finding[]> {
  const report = await readPrecision(deps, viewer);
  const moved = report.thresholds.filter(({ isMoved }) => isMoved);
  return [
    { part: 'links', verdict: 'good', says: precisionSentence(report), todo: null },
    ...moved.map(({ because, movedAt, movedBy }): Finding => {
      const says = `${because} Moved by ${movedBy} at ${movedAt}.`;
      const todo = 'It comes down by itself while links are right; an owner can set it back on the Overview.';
      return { part: 'links', verdict: 'warning', says, todo };
    }),
  ];
}
