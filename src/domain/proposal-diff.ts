import { isClosed } from './goal-standing.ts';
import type { ProposedGoal } from './proposal.ts';
import { differingFields, type FieldDifference, personNamed } from './proposal-diff-fields.ts';
import { type KeyRing, keyRing } from './proposal-diff-keys.ts';
import { type Match, matchStated } from './proposal-diff-match.ts';
import type { DiffGround, KnownSource } from './proposal-ground.ts';
import { knownAs, type StatedGoal, statedGoal } from './proposal-reading.ts';

export const NOTE_CODES = [
  'twice',
  'no-objective',
  'no-measure',
  'elsewhere',
  'key-taken',
  'key-renamed',
  'unknown-owner',
  'closed',
] as const;

/** Something to know before deciding, in one sentence. */
export interface ProposalNote {
  readonly code: (typeof NOTE_CODES)[number];
  readonly detail: string;
}

export interface ProposalItem {
  /** By what it is chosen: what it is known as. */
  readonly id: string;
  /** changed: some field differs, or (`isLink`) it reads like a goal of ours that was not known to be written here. */
  readonly is: 'added' | 'changed' | 'missing' | 'same';
  readonly isLink: boolean;
  /** It cannot be accepted as it stands; a note says why. */
  readonly isBlocked: boolean;
  readonly goalId: string | null;
  readonly kind: ProposedGoal['kind'];
  /** Ours, or the one it would get. */
  readonly key: string;
  readonly title: string;
  /** The objective it stands under on the page, by the key it has or would get. */
  readonly parentKey: string | null;
  /** Position in the reading; null where nothing states it any more. */
  readonly index: number | null;
  readonly ownerId: string | null;
  readonly fields: readonly FieldDifference[];
  readonly notes: readonly ProposalNote[];
}

/**
 * What accepting a page would do to our goals, in the page's order, what it no longer states last. Nothing in it is an error: what cannot
 * be done says so in a note. Accepting all of it leaves nothing to accept.
 */
export function diffProposal(goals: readonly ProposedGoal[], ground: DiffGround): ProposalItem[] {
  const stated = goals.map((goal) => statedGoal(goal, goals));
  const matches = matchStated(stated, ground);
  const keys = giveKeys(goals, matches, ground);
  const names = stated.map(knownAs);
  const view = { goals, stated, matches, keys, names, ground };
  const items = goals.map((_, index) => itemOf(index, view));
  const seen = new Set(matches.flatMap((match) => match?.source?.goalId ?? []));
  const missing = ground.sources.filter(({ goalId, knownAs }) => !seen.has(goalId) && !names.includes(knownAs));
  return [...items, ...missing.flatMap((source) => missingItem(source, ground))];
}

interface View {
  readonly goals: readonly ProposedGoal[];
  readonly stated: readonly StatedGoal[];
  readonly matches: readonly (Match | null)[];
  readonly keys: readonly string[];
  readonly names: readonly string[];
  readonly ground: DiffGround;
}

function giveKeys(goals: readonly ProposedGoal[], matches: readonly (Match | null)[], ground: DiffGround): string[] {
  const ours = keyRing(ground.goals.map((goal) => goal.key));
  const isStatedFree = goals.map(({ key }, index) => key !== null && !matches[index] && ours.isFree(key));
  const kept = goals.flatMap(({ key }, index) => (key !== null && isStatedFree[index] ? [key] : []));
  const ring: KeyRing = keyRing([...ground.goals.map((goal) => goal.key), ...kept]);
  const keys: string[] = [];
  // Objectives first: a key result's key is made from its objective's.
  const order = [...goals.keys()].sort(
    (a, b) => Number(goals[a]?.kind !== 'objective') - Number(goals[b]?.kind !== 'objective') || a - b,
  );
  for (const index of order) {
    const goal = goals[index] as ProposedGoal;
    const parentKey = goal.parent === null ? null : (keys[goal.parent] ?? null);
    keys[index] =
      matches[index]?.goal.key ?? (isStatedFree[index] ? (goal.key as string) : ring.next(goal.kind, parentKey));
  }
  return keys;
}

function itemOf(index: number, view: View): ProposalItem {
  const { stated, matches, keys, names, ground, goals } = view;
  const one = stated[index] as StatedGoal;
  const match = matches[index] ?? null;
  const key = keys[index] as string;
  const parent = goals[index]?.parent ?? null;
  const parentKey = parent === null ? null : (keys[parent] ?? null);
  const owner = one.owner === null ? undefined : personNamed(one.owner, ground.people);
  const isTwice = names.indexOf(names[index] ?? '') !== names.lastIndexOf(names[index] ?? '');
  const fields = match && !isTwice ? fieldsOf(one, match, parentKey, view) : [];
  const isLink = match !== null && match.source === null;
  return {
    id: names[index] as string,
    is: match === null ? 'added' : isLink || fields.length > 0 ? 'changed' : 'same',
    isLink,
    isBlocked: isTwice,
    goalId: match?.goal.id ?? null,
    kind: one.kind,
    key,
    title: match?.goal.title ?? one.title,
    parentKey,
    index,
    ownerId: owner?.id ?? null,
    fields,
    notes: notesOf(one, { match, key, isTwice, hasOwner: owner !== undefined }, ground),
  };
}

function fieldsOf(
  stated: StatedGoal,
  match: Match,
  statedParentKey: string | null,
  { ground }: View,
): FieldDifference[] {
  const keyOf = (id: string | null | undefined) => ground.goals.find((goal) => goal.id === id)?.key ?? null;
  const decided = match.source?.decided ?? null;
  const before = ground.sources.find(({ knownAs }) => decided !== null && knownAs === decided.parent);
  const sides = { stated, statedParentKey, ours: match.goal, oursParentKey: keyOf(match.goal.parentId), decided };
  return differingFields({ ...sides, decidedParentKey: keyOf(before?.goalId) }, ground.people);
}

interface Finding {
  readonly match: Match | null;
  readonly key: string;
  readonly isTwice: boolean;
  readonly hasOwner: boolean;
}

function notesOf(stated: StatedGoal, { match, key, isTwice, hasOwner }: Finding, ground: DiffGround): ProposalNote[] {
  const notes: ProposalNote[] = [];
  const note = (code: ProposalNote['code'], detail: string) => notes.push({ code, detail });
  const name = stated.key ?? `“${stated.title}”`;
  if (isTwice) note('twice', `The page states ${name} more than once; which one holds is for the page to say.`);
  if (stated.kind === 'key-result' && stated.parent === null && !match?.goal.parentId)
    note('no-objective', 'It stands under no objective on the page; choose the one it serves.');
  if (stated.kind === 'key-result' && stated.to === null && match === null)
    note('no-measure', 'No “from … to …” could be read; it is added without a measure.');
  const other = match && match.source === null ? ground.elsewhere.get(match.goal.id) : undefined;
  if (other !== undefined && match) note('elsewhere', `${match.goal.key} is written in “${other}” already.`);
  if (match === null && stated.key !== null && stated.key !== key)
    note('key-taken', `${stated.key} is another goal of yours; this one would be ${key}.`);
  if (match && stated.key !== null && stated.key.toLowerCase() !== match.goal.key.toLowerCase())
    note('key-renamed', `The page writes ${stated.key}; with us it stays ${match.goal.key}.`);
  if (stated.owner !== null && !hasOwner)
    note('unknown-owner', `Nobody called “${stated.owner}” is known, or several are.`);
  if (match && isClosed(match.goal, ground.today)) note('closed', `${match.goal.key} is closed with us.`);
  return notes;
}

/** Proposes closing, and nothing where the goal is closed already. */
function missingItem(source: KnownSource, ground: DiffGround): ProposalItem[] {
  const goal = ground.goals.find(({ id }) => id === source.goalId);
  if (!goal || goal.kind === 'vision' || isClosed(goal, ground.today)) return [];
  const parent = ground.goals.find(({ id }) => id === goal.parentId);
  return [
    {
      id: source.knownAs,
      is: 'missing',
      isLink: false,
      isBlocked: false,
      goalId: goal.id,
      kind: goal.kind,
      key: goal.key,
      title: goal.title,
      parentKey: parent?.key ?? null,
      index: null,
      ownerId: goal.ownerId,
      fields: [],
      notes: [],
    },
  ];
}
