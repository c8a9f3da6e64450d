import {
  type FlagStanding,
  isSameFlagStanding,
  isSameLinkStanding,
  type LinkStanding,
  type OutgoingEvent,
} from '../domain/outgoing.ts';
import type { Tx } from '../store/database.ts';
import type { OpenFlag, OpenLink } from '../store/derive.ts';
import { insertChanges, listWantedEvents, type NewChange } from '../store/outgoing-changes.ts';
import type { Before, Derived } from './derive-task.ts';

/** Notes what a derivation changed for the programs that want to be told, in its transaction; where none does that is one small question. */
export async function noteOutgoing(tx: Tx, found: readonly Derived[], before: Before, at: Date): Promise<void> {
  const wanted = await listWantedEvents(tx);
  if (wanted.size === 0) return;
  await insertChanges(
    tx,
    found.flatMap((one) => changesOf(one, before, wanted)),
    at,
  );
}

function changesOf(one: Derived, before: Before, wanted: ReadonlySet<OutgoingEvent>): NewChange[] {
  return [
    ...(wanted.has('flag.changed') ? flagChange(one, before.flags.get(one.facts.taskId)) : []),
    ...(wanted.has('link.changed') ? linkChanges(one, before.links.get(one.facts.taskId) ?? []) : []),
  ];
}

function flagChange({ facts, newFlag, endedFlag }: Derived, stored: OpenFlag | undefined): NewChange[] {
  if (newFlag === null && endedFlag === null) return [];
  const was: FlagStanding | null = stored
    ? { state: stored.state, nextAction: stored.next_action, goalIds: stored.goal_ids }
    : null;
  if (isSameFlagStanding(was, newFlag?.flag ?? null)) return [];
  return [{ type: 'flag.changed', taskId: facts.taskId, goalId: null, before: was }];
}

function linkChanges({ facts: { taskId }, endedLinks, begunLinks }: Derived, stored: readonly OpenLink[]): NewChange[] {
  const ended = new Set(endedLinks);
  const was = new Map(
    stored
      .filter(({ id }) => ended.has(id))
      .map(({ goal_id: goalId, verdict, likelihood }) => [goalId, { goalId, verdict, likelihood }] as const),
  );
  const is = new Map<string, LinkStanding>(begunLinks.map((link) => [link.goalId, link]));
  const goalIds = [...new Set([...was.keys(), ...is.keys()])];
  return goalIds
    .filter((goalId) => !isSameLinkStanding(was.get(goalId) ?? null, is.get(goalId) ?? null))
    .map((goalId) => ({ type: 'link.changed', taskId, goalId, before: was.get(goalId) ?? null }));
}
