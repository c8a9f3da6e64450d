/**
 * What of a record an answer shows: a compact one in lists, nearly all of it when one is asked for alone, and with `opt_fields` exactly
 * what was named (Asana: "Input/output options"; the recorded pages show the same: a named object without sub-fields comes compact, an
 * object with sub-fields carries those and its gid).
 */
export type AsanaRecord = Readonly<Record<string, unknown>>;

/** A parsed `opt_fields`: null where the field itself was named, a tree where sub-fields were. */
export type FieldTree = Map<string, FieldTree | null>;

const compactFields: Readonly<Record<string, readonly string[]>> = {
  task: ['gid', 'name', 'resource_type', 'resource_subtype'],
  goal: ['gid', 'name', 'resource_type', 'owner'],
  goal_relationship: ['gid', 'resource_type', 'resource_subtype', 'supporting_resource', 'contribution_weight'],
  time_period: ['gid', 'resource_type', 'start_on', 'end_on', 'display_name', 'period'],
  story: ['gid', 'resource_type', 'created_at', 'created_by', 'resource_subtype', 'text', 'type'],
};
const otherCompactFields = ['gid', 'name', 'resource_type'];
/** Small ones that always come whole. */
const wholeTypes = new Set(['custom_field', 'custom_field_setting', 'enum_option', 'goal_metric']);
/** Left out unless named. */
const namedOnlyFields = new Set(['num_subtasks', 'html_notes', 'custom_field_settings', 'completed_by', 'created_by']);

const parsed = new Map<string, FieldTree>();

export function parseFields(text: string): FieldTree {
  const known = parsed.get(text);
  if (known) return known;
  const tree: FieldTree = new Map();
  for (const path of text.split(',')) addPath(tree, path.trim().split('.'));
  parsed.set(text, tree);
  return tree;
}

function addPath(tree: FieldTree, [head, ...rest]: readonly string[]): void {
  if (!head) return;
  const known = tree.get(head);
  if (rest.length === 0) {
    if (known === undefined) tree.set(head, null);
    return;
  }
  const below: FieldTree = known ?? new Map();
  tree.set(head, below);
  addPath(below, rest);
}

/** @param fields Null: what Asana shows by default in this place. */
export function render(record: AsanaRecord, fields: FieldTree | null, place: 'list' | 'single'): AsanaRecord {
  if (fields) return pickFields(record, fields);
  return place === 'list' ? renderCompact(record) : renderWhole(record);
}

function pickFields(record: AsanaRecord, fields: FieldTree): AsanaRecord {
  const shown: Record<string, unknown> = {};
  if ('gid' in record) shown.gid = record.gid;
  for (const [name, below] of fields) {
    if (name in record) shown[name] = below ? pickBelow(record[name], below) : renderNested(record[name]);
  }
  return shown;
}

function pickBelow(value: unknown, fields: FieldTree): unknown {
  if (Array.isArray(value)) return value.map((each) => pickBelow(each, fields));
  return isRecord(value) ? pickFields(value, fields) : value;
}

function renderCompact(record: AsanaRecord): AsanaRecord {
  const type = String(record.resource_type);
  if (wholeTypes.has(type)) return renderWhole(record);
  const shown: Record<string, unknown> = {};
  for (const name of compactFields[type] ?? otherCompactFields) {
    if (name in record) shown[name] = renderNested(record[name]);
  }
  return shown;
}

function renderWhole(record: AsanaRecord): AsanaRecord {
  const shown: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(record)) {
    if (!namedOnlyFields.has(name)) shown[name] = renderNested(value);
  }
  return shown;
}

function renderNested(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(renderNested);
  if (!isRecord(value)) return value;
  return 'gid' in value ? renderCompact(value) : renderWhole(value);
}

export function isRecord(value: unknown): value is AsanaRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
