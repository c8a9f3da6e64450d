/** The field list of the simulated site: system fields, the usual custom ones, and one set per team-managed project. */
import type { SimScope, SimTask, World } from '../world.ts';

export interface JiraField {
  readonly id: string;
  readonly name: string;
  readonly custom: boolean;
  readonly schema?: Readonly<Record<string, unknown>>;
  /** Vendor id of the team-managed project the field belongs to; null for all. */
  readonly projectId: string | null;
}

const system: readonly (readonly [id: string, name: string, type: string | null, items?: string])[] = [
  ['statuscategorychangedate', 'Status Category Changed', 'datetime'],
  ['issuetype', 'Issue Type', 'issuetype'],
  ['parent', 'Parent', null],
  ['timespent', 'Time Spent', 'number'],
  ['project', 'Project', 'project'],
  ['fixVersions', 'Fix versions', 'array', 'version'],
  ['statusCategory', 'Status Category', 'statusCategory'],
  ['resolution', 'Resolution', 'resolution'],
  ['resolutiondate', 'Resolved', 'datetime'],
  ['issuekey', 'Key', null],
  ['created', 'Created', 'datetime'],
  ['priority', 'Priority', 'priority'],
  ['labels', 'Labels', 'array', 'string'],
  ['timeestimate', 'Remaining Estimate', 'number'],
  ['issuelinks', 'Linked Issues', 'array', 'issuelinks'],
  ['assignee', 'Assignee', 'user'],
  ['updated', 'Updated', 'datetime'],
  ['status', 'Status', 'status'],
  ['components', 'Components', 'array', 'component'],
  ['timeoriginalestimate', 'Original estimate', 'number'],
  ['description', 'Description', 'string'],
  ['timetracking', 'Time tracking', 'timetracking'],
  ['summary', 'Summary', 'string'],
  ['creator', 'Creator', 'user'],
  ['subtasks', 'Sub-tasks', 'array', 'issuelinks'],
  ['reporter', 'Reporter', 'user'],
  ['duedate', 'Due date', 'date'],
];

/** Ids as Atlassian hands them out on a fresh site; the rest was made by the organisation. */
export const customIds = {
  team: 'customfield_10001',
  epicName: 'customfield_10011',
  epicLink: 'customfield_10014',
  startDate: 'customfield_10015',
  teamManagedPoints: 'customfield_10016',
  rank: 'customfield_10019',
  sprint: 'customfield_10020',
  flagged: 'customfield_10021',
  companyPoints: 'customfield_10036',
} as const;

const greenhopper = 'com.pyxis.greenhopper.jira';
const plugin = 'com.atlassian.jira.plugin.system.customfieldtypes';

const usualCustom: readonly (readonly [id: string, name: string, type: string, kind: string, items?: string])[] = [
  [customIds.team, 'Team', 'team', `${plugin}:atlassian-team`],
  [customIds.epicName, 'Epic Name', 'string', `${greenhopper}:gh-epic-label`],
  [customIds.epicLink, 'Epic Link', 'any', `${greenhopper}:gh-epic-link`],
  [customIds.startDate, 'Start date', 'date', `${plugin}:datepicker`],
  [customIds.teamManagedPoints, 'Story point estimate', 'number', `${greenhopper}:jsw-story-points`],
  [customIds.rank, 'Rank', 'any', `${greenhopper}:gh-lexo-rank`],
  [customIds.sprint, 'Sprint', 'array', `${greenhopper}:gh-sprint`, 'json'],
  [customIds.flagged, 'Flagged', 'array', `${plugin}:multicheckboxes`, 'option'],
  [customIds.companyPoints, 'Story Points', 'number', `${plugin}:float`],
];

export interface FieldCatalogue {
  readonly all: readonly JiraField[];
  /** The id under which a scope keeps the field of this name, and how its value is written there. */
  idOf(scope: SimScope, name: string): { readonly id: string; readonly isOption: boolean } | null;
}

/** The organisation's own fields: one of each name for company-managed projects, one of each name for each team-managed project. */
export function makeFieldCatalogue(world: World): FieldCatalogue {
  const names = ownFieldNames(world);
  const scopes = world.scopes.filter((scope) => scope.tool === 'jira');
  const own: JiraField[] = [];
  const ids = new Map<string, { id: string; isOption: boolean }>();
  let number = 10_050;
  const make = (name: string, scope: SimScope | null) => {
    const isOption = scope === null && name === 'OKR';
    const id = `customfield_${number}`;
    own.push({ id, name, custom: true, schema: ownSchema(isOption, number), projectId: scope?.vendorId ?? null });
    ids.set(`${scope?.id ?? ''}/${name}`, { id, isOption });
    number += 1;
  };
  for (const name of names) make(name, null);
  for (const scope of scopes) if (scope.style === 'team-managed') for (const name of names) make(name, scope);
  return {
    all: [...system.map(systemField), ...usualCustom.map(customField), ...own],
    idOf: (scope, name) => {
      if (name === 'Team') return { id: customIds.team, isOption: false };
      return ids.get(`${scope.style === 'team-managed' ? scope.id : ''}/${name}`) ?? null;
    },
  };
}

function ownFieldNames(world: World): string[] {
  const names = new Set<string>();
  const read = (task: SimTask) => {
    for (const name of Object.keys(task.initial.fields)) names.add(name);
    for (const event of task.events) for (const name of Object.keys(event.set.fields ?? {})) names.add(name);
  };
  for (const task of world.tasks) if (task.tool === 'jira') read(task);
  return [...names].filter((name) => name !== 'Team').sort();
}

function ownSchema(isOption: boolean, number: number): Record<string, unknown> {
  return {
    type: isOption ? 'option' : 'string',
    custom: `${plugin}:${isOption ? 'select' : 'textfield'}`,
    customId: number,
  };
}

function systemField([id, name, type, items]: (typeof system)[number]): JiraField {
  const base = { id, name, custom: false, projectId: null };
  return type === null ? base : { ...base, schema: { type, ...(items === undefined ? {} : { items }), system: id } };
}

function customField([id, name, type, kind, items]: (typeof usualCustom)[number]): JiraField {
  const schema = {
    type,
    ...(items === undefined ? {} : { items }),
    custom: kind,
    customId: Number(id.slice('customfield_'.length)),
  };
  return { id, name, custom: true, schema, projectId: null };
}

/** One entry of `GET /rest/api/3/field`. */
export function renderField(field: JiraField): Record<string, unknown> {
  return {
    id: field.id,
    key: field.id,
    name: field.name,
    custom: field.custom,
    orderable: true,
    navigable: true,
    searchable: true,
    clauseNames: field.custom ? [`cf[${field.id.slice('customfield_'.length)}]`, field.name] : [field.id],
    ...(field.schema === undefined ? {} : { schema: field.schema }),
    ...(field.projectId === null ? {} : { scope: { type: 'PROJECT', project: { id: field.projectId } } }),
  };
}
