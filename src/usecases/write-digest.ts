import { type Digest, hasTrend } from '../domain/digest.ts';
import type { LinkDeed } from '../domain/digest-state.ts';
import { type DigestTime, nextDigest } from '../domain/digest-time.ts';
import { momentWords } from '../domain/digest-words.ts';
import { listWords } from '../domain/flag-words.ts';
import type { Person } from '../domain/person.ts';
import { drawTrend } from '../mail/charts.ts';
import { renderDigest } from '../mail/templates/digest.ts';
import type { DigestLinks, Rendered } from '../mail/templates/letter.ts';
import type { NewDigestLink } from '../store/digest-links.ts';
import type { DigestReader } from '../store/digest-people.ts';
import { listTeams, viewerOf } from '../store/people.ts';
import { readSettings, type Settings } from '../store/settings.ts';
import { hashToken } from './link-token.ts';
import type { ViewDeps } from './read-alignment.ts';

/** An answer is asked for this week, or next: later it is another question. */
const ANSWER_MS = 14 * 86_400_000;
/** Nobody who has kept a mail for a season should have to look for a way out of it. */
const STOP_MS = 90 * 86_400_000;
/** Stands where a secret stood. */
const BLANK = 'blanked';

export interface WriteDeps extends ViewDeps {
  /** Where people reach us, without a trailing slash. */
  readonly baseUrl: string;
}

export interface Written extends Rendered {
  readonly picture: Uint8Array | null;
  /** What the secrets in it do; to be kept before it is sent. */
  readonly deeds: readonly { readonly token: string; readonly does: LinkDeed }[];
}

/** @param mint What makes a link's secret; without it each is blanked, for whoever only looks. */
export async function writeDigest(
  deps: WriteDeps,
  person: Person,
  digest: Digest,
  time: DigestTime | null,
  mint: () => string = () => BLANK,
): Promise<Written> {
  const settings = await readSettings(deps.db);
  const deeds: { token: string; does: LinkDeed }[] = [];
  const links = linksOf(deps.baseUrl, digest, (does) => {
    const token = mint();
    deeds.push({ token, does });
    return token;
  });
  const hasPicture = hasTrend(digest);
  const rendered = await renderDigest({
    digest,
    links,
    organisation: settings.organisation_name,
    because: await reasonOf(deps, person),
    next: time ? momentWords(nextDigest(deps.now(), time).at, time.timeZone) : null,
    hasPicture,
  });
  return { ...rendered, picture: hasPicture ? drawTrend(digest.trend) : null, deeds };
}

/** The links as they are kept. */
export function toNewLinks(written: Pick<Written, 'deeds'>, digestId: string, at: Date): NewDigestLink[] {
  return written.deeds.map(({ token, does }) => ({
    tokenHash: hashToken(token),
    digestId,
    does,
    expiresAt: new Date(at.getTime() + (does.does === 'stop' ? STOP_MS : ANSWER_MS)),
  }));
}

/** As it is kept and shown: nobody who reads it can do what its reader could. */
export function blankSecrets(text: string, { deeds }: Pick<Written, 'deeds'>): string {
  return deeds.reduce((blanked, { token }) => blanked.replaceAll(token, BLANK), text);
}

/** When this person's digest is due: what they chose, else as the organisation has it. */
export function timeOf(reader: Pick<DigestReader, 'weekday' | 'hour' | 'timeZone'>, settings: Settings): DigestTime {
  return {
    weekday: reader.weekday ?? settings.digest_weekday,
    hour: reader.hour ?? settings.digest_hour,
    timeZone: reader.timeZone ?? settings.time_zone,
  };
}

/** Where the one-click link of a mail's header leads. */
export function stopUrl(baseUrl: string, token: string): string {
  return `${baseUrl}/digest/stop/${token}`;
}

function linksOf(baseUrl: string, digest: Digest, tokenFor: (does: LinkDeed) => string): DigestLinks {
  const answers = digest.asks.map(({ taskId, answers }) =>
    answers.map(({ says, goal }) => {
      const token = tokenFor({ does: 'answer', says, taskId, goalKey: goal?.key ?? null });
      return `${baseUrl}/digest/answer/${token}`;
    }),
  );
  const stop = stopUrl(baseUrl, tokenFor({ does: 'stop' }));
  return {
    overview: `${baseUrl}/`,
    unaligned: `${baseUrl}/unaligned`,
    task: (taskId) => `${baseUrl}/tasks/${encodeURIComponent(taskId)}`,
    goal: (key) => `${baseUrl}/goals/${encodeURIComponent(key)}`,
    answer: (ask, answer) => answers[ask]?.[answer] ?? baseUrl,
    preferences: `${baseUrl}/outbox`,
    stop,
  };
}

async function reasonOf({ db }: WriteDeps, person: Person): Promise<string> {
  if (person.role === 'owner') return 'as you own this Plumbline';
  const { teamIds } = await viewerOf(db, person);
  if (person.role === 'leader') return 'as you lead managers';
  const names = (await listTeams(db)).filter(({ id }) => teamIds.includes(id)).map(({ name }) => name);
  if (person.role === 'member' || names.length === 0) return 'as you asked for it';
  return `as you lead ${listWords(names)}`;
}
