import type { Day } from './days.ts';
import { goalName } from './flag-words.ts';
import type { Cycle, Goal } from './goal.ts';
import type { Person, Viewer } from './person.ts';

/** A person's word on one task, other than a link: in force, or a “not now” whose day has come. */
export interface TaskDecision {
  readonly taskId: string;
  readonly says: 'ktlo' | 'not-now' | 'approved' | 'pending-decision';
  readonly because: string;
  readonly by: string;
  /** In force from this day to the other, both `YYYY-MM-DD`; null: until undone. */
  readonly fromOn: Day;
  readonly untilOn: Day | null;
  /** Of a “not now”: the day it was promised to be looked at again, the first it is not in force any more. */
  readonly revisitOn: Day | null;
  /** Of a “not now”: the goal it makes room for. */
  readonly yieldsToGoalId: string | null;
  /** Whose decision it waits for. */
  readonly asked: string | null;
  /** Of a “not now”: 1 for the first about this task, 2 for the second. */
  readonly times: number;
}

/** What a person can say of a task beside the goals it serves. */
export const TASK_WORDS = ['ktlo', 'not-now', 'ask-owner'] as const;
export type TaskWordSays = (typeof TASK_WORDS)[number];

/** Where no cycle is to come, a “not now” comes back after so many. */
export const REVISIT_DAYS = 90;
/** A reason longer than that is a document. */
export const BECAUSE_CHARACTERS_MAX = 500;

/** Both days count: a decision until Friday holds on Friday. */
export function isInForce(decision: Pick<TaskDecision, 'fromOn' | 'untilOn'>, today: Day): boolean {
  return decision.fromOn <= today && (decision.untilOn === null || today <= decision.untilOn);
}

/** A “not now” whose day has come, and nobody has decided since. */
export function isDue(decision: Pick<TaskDecision, 'says' | 'untilOn'>, today: Day): boolean {
  return decision.says === 'not-now' && decision.untilOn !== null && decision.untilOn < today;
}

/** The first day of the next cycle: when a “not now” comes back where nobody names a day. null where no cycle is to come. */
export function nextCycleDay(cycles: readonly Pick<Cycle, 'startsOn'>[], today: Day): Day | null {
  const coming = cycles.map(({ startsOn }) => startsOn).filter((day) => day > today);
  return coming.sort()[0] ?? null;
}

/** A manager decides for their teams, and so do those above. A member asks, and what they asked waits for somebody who decides. */
export function maySay(viewer: Pick<Viewer, 'role'>, says: TaskWordSays): boolean {
  return says === 'ask-owner' || viewer.role !== 'member';
}

/**
 * Whom to ask about a task, the nearest first: who leads its team (or its assignee's where it has none), then everybody above them, then
 * the owners. Never the one who asks, nor anybody who left.
 */
export function whomToAsk(
  task: { readonly teamId: string | null; readonly assigneeId: string | null },
  people: readonly Pick<Person, 'id' | 'managerId' | 'teamId' | 'role' | 'leftAt'>[],
  askerId: string | null,
): string[] {
  const byId = new Map(people.map((person) => [person.id, person]));
  const teamId = task.teamId ?? (task.assigneeId ? (byId.get(task.assigneeId)?.teamId ?? null) : null);
  const members = people.filter((person) => teamId !== null && person.teamId === teamId);
  const heads = members.filter(({ managerId }) => !members.some(({ id }) => id === managerId));
  const chain = new Set<string>();
  for (const head of heads) {
    for (let at = byId.get(head.id); at && !chain.has(at.id); at = byId.get(at.managerId ?? '')) chain.add(at.id);
  }
  for (const { id, role } of people) if (role === 'owner') chain.add(id);
  const mayDecide = (person: (typeof people)[number] | undefined) =>
    person?.role !== 'member' && person?.leftAt === null;
  return [...chain].filter((id) => id !== askerId && mayDecide(byId.get(id)));
}

/** "Ana said “not now” until 2027-01-04, because we finish the import first; it makes room for KR1.2 “…”." */
export function decisionSentence(decision: TaskDecision, goals: ReadonlyMap<string, Goal>): string {
  const { by, says } = decision;
  const until = untilWords(decision);
  const because = becauseWords(decision.because);
  if (says === 'not-now')
    return `${by} said “not now”${timesWords(decision.times)}${until}${because}${roomWords(decision, goals)}.`;
  if (says === 'approved') return `${by} approved it outside the goals${until}${because}.`;
  if (says === 'ktlo') return `${by} said that it keeps the lights on${until}${because}.`;
  if (decision.asked === null) return `It waits for a decision that ${by} asked for${because}.`;
  return `It waits for ${decision.asked} to decide; ${by} asked${because}.`;
}

/** "Ana put it off until 2027-01-04, because …; now is the time to decide." */
export function dueSentence(decision: TaskDecision): string {
  const { by, because, times } = decision;
  return `${by} put it off${timesWords(times)}${untilWords(decision)}${becauseWords(because)}; now is the time to decide.`;
}

/** What `dueSentence` put before a flag's own reason; null where nothing was promised. */
export function promiseIn(reason: string): string | null {
  return /^.*?; now is the time to decide\./u.exec(reason)?.[0] ?? null;
}

function untilWords({ revisitOn, untilOn }: TaskDecision): string {
  const until = revisitOn ?? untilOn;
  return until === null ? '' : ` until ${until}`;
}

const ORDINAL_RULES = new Intl.PluralRules('en', { type: 'ordinal' });
const ORDINALS: Readonly<Record<Intl.LDMLPluralRule, string>> = {
  ...{ zero: 'th', one: 'st', two: 'nd' },
  ...{ few: 'rd', many: 'th', other: 'th' },
};

function timesWords(times: number): string {
  if (times < 2) return '';
  return times === 2 ? ' for the second time,' : ` for the ${times}${ORDINALS[ORDINAL_RULES.select(times)]} time,`;
}

function becauseWords(because: string): string {
  // One sentence, also where somebody wrote it in lines.
  const words = because
    .replace(/\s+/gu, ' ')
    .trim()
    .replace(/[.\s]+$/u, '');
  return words === '' ? '' : `, because ${words}`;
}

/** Not where the reason names the goal itself. */
function roomWords({ yieldsToGoalId, because }: TaskDecision, goals: ReadonlyMap<string, Goal>): string {
  const goal = yieldsToGoalId === null ? undefined : goals.get(yieldsToGoalId);
  if (!goal || because.toLowerCase().includes(goal.key.toLowerCase())) return '';
  return `; it makes room for ${goalName(goal)}`;
}
