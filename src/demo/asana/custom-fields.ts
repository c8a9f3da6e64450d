/** Asana's custom fields, made from the fields the world's Asana tasks carry. */
import type { SimTask, SimTaskState, World } from '../world.ts';
import { gidOf } from './ids.ts';
import type { AsanaRecord } from './render.ts';

const estimateField = 'Estimate';
/** A field with more different values than this is free text. */
const optionsMax = 30;

export interface CustomField {
  readonly name: string;
  readonly type: 'enum' | 'text' | 'number';
  /** The field without a value: as it stands in a project's settings. */
  readonly definition: AsanaRecord;
  readonly options: ReadonlyMap<string, AsanaRecord>;
}

export interface CustomFields {
  ofScope(scopeId: string): readonly CustomField[];
  byName(name: string): CustomField | undefined;
}

export function makeCustomFields(world: World): CustomFields {
  const values = new Map<string, Map<string, number>>();
  const namesByScope = new Map<string, Set<string>>();
  for (const task of world.tasks) {
    if (task.tool === 'asana') collect(task, values, namesByScope);
  }
  const fields = new Map([...values].map(([name, counts]) => [name, makeField(name, counts)]));
  const byScope = new Map(
    [...namesByScope].map(([scopeId, names]) => [scopeId, [...names].sort().flatMap((name) => fields.get(name) ?? [])]),
  );
  return { ofScope: (scopeId) => byScope.get(scopeId) ?? [], byName: (name) => fields.get(name) };
}

/** The value of a field in a task's state, as text; null where it has none. */
export function fieldValueOf(state: SimTaskState, name: string): string | null {
  if (name === estimateField) return state.estimate === null ? null : String(state.estimate);
  return state.fields[name] ?? null;
}

/** The field as it stands in a task: its definition with the task's value. */
export function withValue(field: CustomField, value: string | null): AsanaRecord {
  const empty = { ...field.definition, display_value: value };
  if (field.type === 'number') return { ...empty, number_value: value === null ? null : Number(value) };
  if (field.type === 'text') return { ...empty, text_value: value };
  return { ...empty, enum_value: value === null ? null : (field.options.get(value) ?? null) };
}

function collect(
  task: SimTask,
  values: Map<string, Map<string, number>>,
  namesByScope: Map<string, Set<string>>,
): void {
  const names = new Set<string>();
  for (const state of [task.initial, ...task.events.map((event) => event.set)]) {
    if (typeof state.estimate === 'number') note(values, names, estimateField, String(state.estimate));
    for (const [name, value] of Object.entries(state.fields ?? {})) note(values, names, name, value);
  }
  if (task.parentId !== null) return;
  for (const scopeId of [task.scopeId, ...task.alsoIn.map((also) => also.scopeId)]) {
    const known = namesByScope.get(scopeId) ?? new Set();
    for (const name of names) known.add(name);
    namesByScope.set(scopeId, known);
  }
}

function note(values: Map<string, Map<string, number>>, names: Set<string>, name: string, value: string): void {
  names.add(name);
  const counts = values.get(name) ?? new Map<string, number>();
  counts.set(value, (counts.get(value) ?? 0) + 1);
  values.set(name, counts);
}

function makeField(name: string, counts: ReadonlyMap<string, number>): CustomField {
  const gid = gidOf('custom field', name);
  const type = typeOf(name, counts);
  const options = new Map(
    type === 'enum' ? [...counts.keys()].sort().map((value) => [value, makeOption(name, value)] as const) : [],
  );
  const common = {
    gid,
    resource_type: 'custom_field',
    resource_subtype: type,
    name,
    type,
    enabled: true,
    representation_type: type,
    is_formula_field: false,
    is_value_read_only: false,
    display_value: null,
  };
  const own = {
    enum: { enum_options: [...options.values()], enum_value: null },
    number: { precision: 0, number_value: null },
    text: { text_value: null },
  }[type];
  return { name, type, definition: { ...common, ...own }, options };
}

function typeOf(name: string, counts: ReadonlyMap<string, number>): CustomField['type'] {
  if (name === estimateField) return 'number';
  const uses = [...counts.values()].reduce((sum, count) => sum + count, 0);
  return counts.size <= optionsMax && uses > counts.size ? 'enum' : 'text';
}

function makeOption(field: string, value: string): AsanaRecord {
  return {
    gid: gidOf('enum option', `${field} ${value}`),
    resource_type: 'enum_option',
    name: value,
    enabled: true,
    color: 'blue',
  };
}
