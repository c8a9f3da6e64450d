import { ConnectorError } from '../errors.ts';
import type { AsanaList } from './client.ts';

/**
 * All pages of one list, to its end: only a missing `next_page` is the end, never a short page.
 *
 * @throws ConnectorError `unexpected-answer` when the same offset comes twice: Asana once gave one page for ever (n8n PR 11415).
 */
export async function* everyPage(
  ask: (offset: string | null) => Promise<AsanaList>,
): AsyncGenerator<readonly unknown[]> {
  const seen = new Set<string>();
  let offset: string | null = null;
  do {
    const list: AsanaList = await ask(offset);
    refuseRepeated(list.offset, seen);
    yield list.data;
    offset = list.offset;
  } while (offset !== null);
}

/** Offsets are opaque, so a second sight of one is all we can tell a loop by. */
export function refuseRepeated(place: string | null, seen: Set<string>): void {
  if (place === null) return;
  if (seen.has(place)) {
    throw new ConnectorError({
      tool: 'asana',
      call: 'read the next page',
      kind: 'unexpected-answer',
      because: 'the same page came again',
    });
  }
  seen.add(place);
}
