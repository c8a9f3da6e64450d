import { addDays } from '../domain/days.ts';
import type { AnswerName } from '../domain/digest-asks.ts';
import type { LinkDeed } from '../domain/digest-state.ts';
import type { Person } from '../domain/person.ts';
import { nextCycleDay, REVISIT_DAYS } from '../domain/task-decision.ts';
import { findDigestLink, releaseDigestLink, takeDigestLink } from '../store/digest-links.ts';
import { stopDigests } from '../store/digest-people.ts';
import { listCycles, listGoals } from '../store/goals.ts';
import { findPerson, viewerOf } from '../store/people.ts';
import { nameTasks } from '../store/views/tasks.ts';
import { type DecideDeps, decideLinkWords } from './decide-links.ts';
import { decideTasks } from './decide-tasks.ts';
import { hashToken } from './link-token.ts';
import { momentOf } from './view-query.ts';

/** What a link in a digest is about, for the page that asks whether it is meant. */
export interface LinkView {
  readonly reader: string;
  readonly isUsed: boolean;
  readonly asks:
    | { readonly about: 'stop' }
    | {
        readonly about: 'task';
        readonly says: AnswerName;
        readonly task: { readonly id: string; readonly key: string | null; readonly title: string };
        readonly goal: { readonly key: string; readonly title: string } | null;
        /** The day a “not now” comes back, where nobody names another. */
        readonly revisitOn: string;
      };
}

interface Found {
  readonly person: Person;
  readonly does: LinkDeed;
  readonly isUsed: boolean;
}

/** Changes nothing: mail scanners follow links. null where it is unknown, too old, or about a task its reader may not see any more. */
export async function lookAtLink(deps: DecideDeps, token: string): Promise<LinkView | null> {
  const found = await findLink(deps, token);
  if (!found) return null;
  const { person, does, isUsed } = found;
  if (does.does === 'stop') return { reader: person.name, isUsed: false, asks: { about: 'stop' } };
  const moment = await momentOf(deps.db, deps.now());
  const viewer = await viewerOf(deps.db, person);
  const task = (await nameTasks(deps.db, viewer, [does.taskId], moment)).get(does.taskId);
  if (!task) return null;
  const goal = (await listGoals(deps.db)).find(({ key }) => key === does.goalKey);
  return {
    reader: person.name,
    isUsed,
    asks: {
      about: 'task',
      says: does.says,
      task: { id: task.id, key: task.key, title: task.title },
      goal: goal ? { key: goal.key, title: goal.title } : null,
      revisitOn: nextCycleDay(await listCycles(deps.db), moment.today) ?? addDays(moment.today, REVISIT_DAYS),
    },
  };
}

export type Followed =
  | { readonly is: 'done' | 'used' | 'unknown' }
  /** It can be tried again. */
  | { readonly is: 'failed'; readonly why: string };

/**
 * Does what the link says, as the person whose digest it stands in, once: a second time changes nothing. The way out of digests works
 * again and again.
 *
 * @param given With “not now”: why, and until when, as that person says.
 */
export async function followLink(
  deps: DecideDeps,
  token: string,
  given: { readonly because?: string | undefined; readonly revisitOn?: string | undefined },
): Promise<Followed> {
  const found = await findLink(deps, token);
  if (!found) return { is: 'unknown' };
  const at = new Date(deps.now());
  if (found.does.does === 'stop') {
    await stopDigests(deps.db, found.person.id, at);
    return { is: 'done' };
  }
  if (!(await takeDigestLink(deps.db, hashToken(token), at))) return { is: 'used' };
  const why = await decide(deps, found.person, found.does, given).catch(async (error: unknown) => {
    await releaseDigestLink(deps.db, hashToken(token));
    throw error;
  });
  if (why === null) return { is: 'done' };
  await releaseDigestLink(deps.db, hashToken(token));
  return { is: 'failed', why };
}

/** @returns null where it was decided, else why not. */
async function decide(
  deps: DecideDeps,
  person: Person,
  does: LinkDeed & { does: 'answer' },
  given: { readonly because?: string | undefined; readonly revisitOn?: string | undefined },
): Promise<string | null> {
  const viewer = await viewerOf(deps.db, person);
  const { taskId, says, goalKey } = does;
  if (says === 'serves') {
    const items = [{ taskId, ...(goalKey ? { goalKey } : {}) }];
    const { failed } = await decideLinkWords(deps, viewer, person, { says: 'accepted', items });
    return failed[0]?.detail ?? null;
  }
  const word = says === 'not-now' ? { because: given.because, revisitOn: given.revisitOn } : {};
  const { failed } = await decideTasks(deps, viewer, person, { says, items: [{ taskId }], ...word });
  return failed[0]?.detail ?? null;
}

async function findLink({ db, now }: DecideDeps, token: string): Promise<Found | null> {
  const link = await findDigestLink(db, hashToken(token), new Date(now()));
  const person = link && (await findPerson(db, link.personId));
  return link && person ? { person, does: link.does, isUsed: link.usedAt !== null } : null;
}
