import { ConnectorError } from '../errors.ts';
import { otherForm } from './boards.ts';
import { LIMIT } from './client.ts';
import { cardIdSchema } from './schema.ts';

interface Batch {
  readonly raw: readonly unknown[];
  /** Of those that have one, in order. */
  readonly ids: readonly string[];
  /** Where the next batch goes on; null after the last. */
  readonly oldest: string | null;
}

/**
 * Pages back by id, since Trello counts neither pages nor records: a full page has another after it, a short one is the last. Where
 * Trello finds a thousand too many, half as many are asked for.
 */
export async function* newestFirst(
  call: string,
  from: string | null,
  ask: (at: { readonly before: string | null; readonly limit: number }) => Promise<unknown>,
): AsyncGenerator<Batch> {
  let before = from;
  let limit = LIMIT;
  for (;;) {
    const raw = await ask({ before, limit });
    if (raw === null && limit > 1) {
      limit = Math.floor(limit / 2);
      continue;
    }
    if (!Array.isArray(raw)) throw otherForm(call);
    const ids = raw.flatMap((one) => cardIdSchema.safeParse(one).data?.id ?? []).sort();
    const oldest = raw.length < limit ? null : (ids[0] ?? null);
    if (raw.length >= limit && (oldest === null || (before !== null && oldest >= before))) throw repeated(call);
    yield { raw, ids, oldest };
    if (oldest === null) return;
    before = oldest;
  }
}

function repeated(call: string): ConnectorError {
  return new ConnectorError({ tool: 'trello', call, kind: 'unexpected-answer', because: 'the same page came again' });
}
