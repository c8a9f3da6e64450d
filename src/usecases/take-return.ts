import { readReturned } from '../mail/returned.ts';
import type { Database } from '../store/database.ts';
import { stopAddress } from '../store/digest-people.ts';
import { noteReturned } from '../store/digests.ts';
import { UseCaseError } from './errors.ts';

export interface ReturnTaken {
  /** Nothing is sent to it any more; null: it may still arrive, and nothing was stopped. */
  readonly stopped: string | null;
  /** What the mail server said. */
  readonly says: string;
}

const SAYS_CHARACTERS_MAX = 300;

/**
 * A digest came back: nothing more is sent to that address, and its row says why. It is known by its Message-ID, which nobody has but its
 * reader and the mail servers on the way; the address is the one of our own row, whatever the report names. A second time changes nothing.
 *
 * @throws UseCaseError `no-return` for a mail that reports nothing; `unknown-mail` for one about a mail that is not a digest of ours.
 */
export async function takeReturn(
  { db, now }: { readonly db: Database; readonly now: () => number },
  raw: Uint8Array,
): Promise<ReturnTaken> {
  const returned = await readReturned(raw);
  if (!returned)
    throw new UseCaseError(
      'no-return',
      'This mail is no delivery report, or does not hold the headers of what came back.',
    );
  const says = returned.says.slice(0, SAYS_CHARACTERS_MAX);
  const stopped = await db.transaction().execute(async (tx) => {
    const trouble = `it came back: ${says}`;
    const address = await noteReturned(tx, returned.messageId, returned.isFailed ? trouble : null);
    if (address !== null && returned.isFailed) {
      await stopAddress(tx, address, `a digest to this address came back: ${says}`, new Date(now()));
    }
    return address;
  });
  if (stopped === null)
    throw new UseCaseError(
      'unknown-mail',
      `No digest was sent with the Message-ID ${returned.messageId.slice(0, 200)}.`,
    );
  return { stopped: returned.isFailed ? stopped : null, says };
}
