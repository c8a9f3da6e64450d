import type { SourceName } from '../src/domain/task.ts';
import { ConnectorError } from './errors.ts';

interface Answer {
  readonly results: readonly unknown[];
  /** Gives the next answer; null on the last. */
  readonly next: string | null;
}

/**
 * Every answer of a list, from a call by our name of it. Only the one that says so ends it, however short it is.
 *
 * @throws ConnectorError `unexpected-answer` for a place that comes twice: it would be walked for ever.
 */
export async function* everyAnswer(
  tool: SourceName,
  call: string,
  ask: (place: string | null) => Promise<Answer>,
): AsyncGenerator<readonly unknown[]> {
  const asked = new Set<string>();
  for (let place: string | null = null; ; ) {
    const { results, next } = await ask(place);
    yield results;
    if (next === null) return;
    if (asked.has(next)) {
      throw new ConnectorError({
        tool,
        call,
        kind: 'unexpected-answer',
        because: 'the list gave the same place twice',
      });
    }
    asked.add(next);
    place = next;
  }
}
