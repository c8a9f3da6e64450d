import { randomUUID } from 'node:crypto';
import { hideHop } from '../domain/access.ts';
import { pathWords } from '../domain/flag-words.ts';
import type { Goal } from '../domain/goal.ts';
import {
  type FlagStanding,
  ITEMS_MAX,
  isSameFlagStanding,
  isSameLinkStanding,
  type LinkStanding,
} from '../domain/outgoing.ts';
import {
  type FlagItem,
  type ItemGoal,
  type LinkItem,
  type OutgoingItem,
  sayFlagItem,
  sayLinkItem,
} from '../domain/outgoing-item.ts';
import type { Viewer } from '../domain/person.ts';
import { type Database, inTransaction, type Tx } from '../store/database.ts';
import { listGoals } from '../store/goals.ts';
import { readFlagStandings, readLinkStandings, takeChanges, type WaitingChange } from '../store/outgoing-changes.ts';
import { insertOutgoingDelivery } from '../store/outgoing-deliveries.ts';
import { namePages } from '../store/views/pages.ts';
import { type NamedTask, nameTasks } from '../store/views/tasks.ts';
import { safeUrl } from './list-tasks.ts';
import { momentOf } from './view-query.ts';

/** Who a program is: it sees the whole organisation, and as nobody is named for it, no private scope. */
export const OUTGOING_VIEWER: Viewer = { personId: 'outgoing-webhook', role: 'owner', teamIds: [] };

export interface GatherDeps {
  readonly db: Database;
  readonly now: () => number;
  /** Where people reach us, without a trailing slash. */
  readonly baseUrl: string;
}

/**
 * Makes one delivery of the changes that waited longest; those that were undone meanwhile are no news. The delivery stands before it is sent.
 *
 * @returns How many changes were taken; 0: none waits.
 */
export function gatherOutgoing(deps: GatherDeps, webhookId: string): Promise<number> {
  return inTransaction(deps.db, async (tx) => {
    const changes = await takeChanges(tx, webhookId, ITEMS_MAX);
    const [first] = changes;
    if (!first) return 0;
    const found =
      first.type === 'flag.changed' ? await flagItems(tx, deps, changes) : await linkItems(tx, deps, changes);
    if (found.items.length + found.hidden > 0) {
      const made = { webhookId, type: first.type, madeAt: new Date(deps.now()), ...found };
      await insertOutgoingDelivery(tx, { ...made, messageId: newMessageId() });
    }
    return changes.length;
  });
}

/** The same over all tries of a delivery. */
export function newMessageId(): string {
  return `msg_${randomUUID().replaceAll('-', '')}`;
}

interface Found {
  readonly items: readonly OutgoingItem[];
  readonly hidden: number;
}

async function flagItems(tx: Tx, deps: GatherDeps, changes: readonly WaitingChange[]): Promise<Found> {
  const flags = await readFlagStandings(tx, taskIdsOf(changes));
  const news = changes.filter(({ taskId, before }) => {
    return !isSameFlagStanding(before as FlagStanding | null, flags.get(taskId) ?? null);
  });
  const goals = await goalsById(tx);
  const shown = ({ state, nextAction, goalIds }: FlagStanding) => {
    return { state, nextAction, goals: goalIds.flatMap((id) => itemGoal(goals.get(id))) };
  };
  return namedItems(tx, deps, news, ({ taskId, before }, task): FlagItem[] => {
    const flag = flags.get(taskId);
    const was = before as FlagStanding | null;
    const after = flag ? { ...shown(flag), reason: flag.reason } : null;
    const item = { task: itemTask(task, deps.baseUrl), before: was && shown(was), after };
    return [{ ...item, says: sayFlagItem(item) }];
  });
}

async function linkItems(tx: Tx, deps: GatherDeps, changes: readonly WaitingChange[]): Promise<Found> {
  const links = await readLinkStandings(tx, taskIdsOf(changes));
  const linkOf = ({ taskId, goalId }: WaitingChange) => links.get(`${taskId} ${goalId}`) ?? null;
  const news = changes.filter((one) => !isSameLinkStanding(one.before as LinkStanding | null, linkOf(one)));
  const hops = news.flatMap((one) => linkOf(one)?.evidence[0]?.hops ?? []);
  const seen = await nameTasks(
    tx,
    OUTGOING_VIEWER,
    hops.flatMap((hop) => hop.taskId ?? []),
    await momentOf(tx, deps.now()),
  );
  const pages = await namePages(
    tx,
    OUTGOING_VIEWER,
    hops.flatMap((hop) => hop.documentId ?? []),
  );
  const goals = await goalsById(tx);
  return namedItems(tx, deps, news, (change, task): LinkItem[] => {
    const goal = goals.get(change.goalId ?? '');
    const [ref] = itemGoal(goal);
    if (!ref) return [];
    const link = linkOf(change);
    const was = change.before as LinkStanding | null;
    const path = (link?.evidence[0]?.hops ?? []).map((hop) =>
      hideHop(
        hop,
        (id) => seen.has(id),
        (id) => pages.get(id)?.isVisible ?? hop.isApart !== true,
      ),
    );
    const item = {
      task: itemTask(task, deps.baseUrl),
      goal: ref,
      before: was && { verdict: was.verdict, likelihood: was.likelihood },
      after: link && { verdict: link.verdict, likelihood: link.likelihood, because: pathWords({ hops: path }, goal) },
    };
    return [{ ...item, says: sayLinkItem(item) }];
  });
}

/** What of it may be named; the rest is a number. */
async function namedItems(
  tx: Tx,
  deps: GatherDeps,
  changes: readonly WaitingChange[],
  toItem: (change: WaitingChange, task: NamedTask) => OutgoingItem[],
): Promise<Found> {
  const tasks = await nameTasks(tx, OUTGOING_VIEWER, taskIdsOf(changes), await momentOf(tx, deps.now()));
  const visible = changes.flatMap((change) => {
    const task = tasks.get(change.taskId);
    return task ? [{ change, task }] : [];
  });
  return {
    items: visible.flatMap(({ change, task }) => toItem(change, task)),
    hidden: changes.length - visible.length,
  };
}

function taskIdsOf(changes: readonly WaitingChange[]): string[] {
  return [...new Set(changes.map(({ taskId }) => taskId))];
}

async function goalsById(tx: Tx): Promise<Map<string, Goal>> {
  return new Map((await listGoals(tx)).map((goal) => [goal.id, goal]));
}

function itemGoal(goal: Goal | undefined): ItemGoal[] {
  return goal ? [{ key: goal.key, title: goal.title }] : [];
}

function itemTask({ id, key, title, url }: NamedTask, baseUrl: string) {
  return { id, key, title, url: safeUrl(url), page: `${baseUrl}/tasks/${encodeURIComponent(id)}` };
}
