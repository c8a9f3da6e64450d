import type { Digest } from '../domain/digest.ts';
import type { IsoWeek } from '../domain/iso-week.ts';
import type { Person } from '../domain/person.ts';
import { TREND_CID } from '../mail/templates/letter.ts';
import { listDigestReaders } from '../store/digest-people.ts';
import { readSettings } from '../store/settings.ts';
import { readDigest } from './read-digest.ts';
import { timeOf, type WriteDeps, writeDigest } from './write-digest.ts';

export interface Preview {
  readonly subject: string;
  readonly digest: Digest;
  readonly text: string;
  /** Whole in itself, picture included. */
  readonly html: string;
}

/** A digest as it would be sent now, sent to nobody: the links that act are blanked. */
export async function previewDigest(deps: WriteDeps, person: Person, week?: IsoWeek): Promise<Preview> {
  const digest = await readDigest(deps, person, week ? { week } : {});
  const [reader] = await listDigestReaders(deps.db, person.id);
  const isWanted = reader !== undefined && !reader.isPaused && reader.stoppedAt === null;
  const time = isWanted ? timeOf(reader, await readSettings(deps.db)) : null;
  const { subject, text, html, picture } = await writeDigest(deps, person, digest, time);
  return { subject, digest, text, html: withPicture(html, picture) };
}

/** A browser has no attachments: the picture stands in the page itself. */
export function withPicture(html: string, picture: Uint8Array | null): string {
  if (!picture) return html;
  return html.replaceAll(`cid:${TREND_CID}`, `data:image/png;base64,${Buffer.from(picture).toString('base64')}`);
}
