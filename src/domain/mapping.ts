import { normaliseTitle } from './normal-text.ts';
import { guessStatus } from './status-words.ts';
import type { FieldPart, FieldValue, Mapping, StatusCategory } from './task.ts';

/** What a tool says about its own words, as connectors read it. */
export interface MappingSource {
  readonly statuses: readonly {
    readonly externalId: string;
    readonly name: string;
    readonly category: StatusCategory | null;
  }[];
  readonly fields: readonly { readonly externalId: string; readonly name: string; readonly kind: string }[];
}

/** In order of preference: the first pattern's fields come first. Names without accents and punctuation. */
const GOAL_NAMES = [
  /^(?:okrs?|goals?|company goals?|strategic goals?|key results?|krs?|objectives?)(?: (?:key|id|link|name|s))?$/u,
  /^(?:objectives?(?: and)? key results?|okr (?:link|goal|objective|key result)|linked (?:okr|goal|objective)s?|serves)$/u,
  /^(?:ziele?|strategisches ziel|ziel okr|objectifs?|resultats? cles?|objetivos?|resultados? clave|resultados? chave|metas?|obiettiv[oi]|doel(?:en)?|doelstelling|mal|tavoite|cele?|цель)$/u,
];
const ESTIMATE_NAMES = [
  /^(?:story points?|story point estimate|points?|sp|storypoints?)$/u,
  /^(?:estimate|estimates|effort|estimated effort|size|estimated points?|estimate d(?:ays)?|estimated (?:days|hours|time)|estimate (?:days|hours))$/u,
  /^(?:original estimate|time estimate|σ estimate)$/u,
  /^(?:aufwand|schatzung|story punkte|estimation|charge|estimacion|puntos(?: de historia)?|estimativa|pontos|stima|punti|schatting|inschatting|uppskattning|arvio|оценка)$/u,
];
const TEAM_NAMES = [
  /^(?:team|teams|squad|owning team|delivery team|team name|crew|tribe)$/u,
  /^(?:mannschaft|equipe|equipo|squadra|ploeg|lag|tiimi|zespol|команда)$/u,
];

const NAMES: Readonly<Record<FieldPart, readonly RegExp[]>> = {
  goalFields: GOAL_NAMES,
  estimateFields: ESTIMATE_NAMES,
  teamFields: TEAM_NAMES,
};
const FIELD_PARTS = Object.keys(NAMES) as FieldPart[];

/** Kinds of fields that never carry an estimate, whatever their name. */
const NOT_A_NUMBER = /date|user|people|person|checkbox|multi|option|sprint/iu;

/**
 * A first mapping from the tool's own words: its category of a status where it has one, else the name's in several languages ("todo" where the
 * name says nothing); fields by their names.
 */
export function guessMapping(source: MappingSource): Mapping {
  const statuses: Record<string, StatusCategory> = {};
  for (const status of source.statuses)
    statuses[status.externalId] = status.category ?? guessStatus(status.name) ?? 'todo';
  return {
    statuses,
    goalFields: fieldsNamed(source.fields, GOAL_NAMES),
    estimateFields: fieldsNamed(
      source.fields.filter((field) => !NOT_A_NUMBER.test(field.kind)),
      ESTIMATE_NAMES,
    ),
    teamFields: fieldsNamed(source.fields, TEAM_NAMES),
  };
}

/** What people changed, over what was guessed: a status by itself, a list of fields as a whole. */
export function mergeMapping(guessed: Mapping, edited: Partial<Mapping> | null): Mapping {
  return {
    statuses: { ...guessed.statuses, ...edited?.statuses },
    goalFields: edited?.goalFields ?? guessed.goalFields,
    estimateFields: edited?.estimateFields ?? guessed.estimateFields,
    teamFields: edited?.teamFields ?? guessed.teamFields,
    ...(edited?.statuses && { editedStatuses: edited.statuses }),
    guessedFields: FIELD_PARTS.filter((part) => edited?.[part] === undefined),
  };
}

export type GoalMapping = Pick<Mapping, 'goalFields' | 'guessedFields'>;

/** Whether this field names the goal: one that is mapped, or was made since the tool's words were read and is called like one. */
export function isGoalField(mapping: GoalMapping, field: Pick<FieldValue, 'externalId' | 'name'>): boolean {
  return mapping.goalFields.includes(field.externalId) || isNewField(mapping, 'goalFields', field.name);
}

function isNewField({ guessedFields }: Pick<Mapping, 'guessedFields'>, part: FieldPart, name: string): boolean {
  return guessedFields?.includes(part) === true && partsOf(name).includes(part);
}

const namesMax = 1_000;
const known = new Map<string, readonly FieldPart[]>();

/** What a field may be by its name. The few names there are come again with every task. */
function partsOf(name: string): readonly FieldPart[] {
  const found = known.get(name);
  if (found) return found;
  const plain = normaliseTitle(name);
  const parts = FIELD_PARTS.filter((part) => NAMES[part].some((pattern) => pattern.test(plain)));
  if (known.size >= namesMax) known.clear();
  known.set(name, parts);
  return parts;
}

/**
 * Our word for a task's status: a person's mapping of it; else "done" where the tool says so of this very task (a card marked complete in
 * "Doing"); else the mapping; else the tool's category; else what the name says; else "todo".
 *
 * @param status As the record carries it.
 */
export function statusCategory(
  mapping: Pick<Mapping, 'statuses' | 'editedStatuses'>,
  status: { readonly externalId: string | null; readonly name: string; readonly category: StatusCategory | null },
): StatusCategory {
  const byPerson = mapping.editedStatuses ? lookUp(mapping.editedStatuses, status) : undefined;
  if (byPerson) return byPerson;
  if (status.category === 'done') return 'done';
  return lookUp(mapping.statuses, status) ?? status.category ?? guessStatus(status.name) ?? 'todo';
}

function lookUp(
  statuses: Mapping['statuses'],
  status: { readonly externalId: string | null; readonly name: string },
): StatusCategory | undefined {
  const byId = status.externalId === null ? undefined : own(statuses, status.externalId);
  return byId ?? own(statuses, status.name.toLowerCase());
}

function own(statuses: Mapping['statuses'], key: string): StatusCategory | undefined {
  return Object.hasOwn(statuses, key) ? statuses[key] : undefined;
}

/** The first mapped field with a number; null where none has one. In the field's own unit. */
export function estimateOf(
  mapping: Pick<Mapping, 'estimateFields' | 'guessedFields'>,
  fields: readonly FieldValue[],
): number | null {
  for (const id of mapping.estimateFields) {
    const field = fields.find((candidate) => candidate.externalId === id);
    const value = field ? (field.number ?? plainNumber(field.value)) : null;
    if (value !== null) return value;
  }
  // Of what kind a new field is nobody said: only the tool's own number is one.
  return (
    fields.find(({ name, number }) => number !== null && isNewField(mapping, 'estimateFields', name))?.number ?? null
  );
}

/** "3", "0.5", "2,5": what people type where the tool has no number field. */
function plainNumber(value: string): number | null {
  const text = value.trim();
  return /^\d+(?:[.,]\d+)?$/u.test(text) ? Number(text.replace(',', '.')) : null;
}

/** The first mapped field with a value. */
export function teamNameOf(
  mapping: Pick<Mapping, 'teamFields' | 'guessedFields'>,
  fields: readonly FieldValue[],
): string | null {
  for (const id of mapping.teamFields) {
    const value = fields.find((candidate) => candidate.externalId === id)?.value.trim();
    if (value) return value;
  }
  return fields.find(({ name }) => isNewField(mapping, 'teamFields', name))?.value.trim() || null;
}

function fieldsNamed(fields: MappingSource['fields'], patterns: readonly RegExp[]): string[] {
  const named = fields.map((field) => ({ id: field.externalId, name: normaliseTitle(field.name) }));
  const found = patterns.flatMap((pattern) => named.filter(({ name }) => pattern.test(name)).map(({ id }) => id));
  return [...new Set(found)];
}
