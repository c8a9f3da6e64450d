/** One issue as Jira would answer it, field by field: a page is put together from these pieces of JSON. */
import { changesUntil, isThere, stateAt } from '../state.ts';
import type { SimScope, SimTask, SimTaskState } from '../world.ts';
import { toAdf } from './adf.ts';
import { customIds } from './fields.ts';
import { renderProject } from './projects.ts';
import type { Site } from './site.ts';
import { sprintsOf } from './sprints.ts';
import { renderUser } from './users.ts';
import { renderIssueType, renderPriority, renderStatus } from './vocabulary.ts';

/** One issue, rendered: `,"id":value` for each field, all in one stretch of memory. */
export interface Rendered {
  readonly bytes: Buffer;
  /** Start and end of each field's bytes, at twice its number (see `numberOf`); both 0 where the issue lacks it. */
  readonly bounds: Uint32Array;
}

/** Values many issues share are rendered once. */
interface Shared {
  get(name: string, make: () => unknown): string;
}

export interface IssueFields {
  of(task: SimTask): Rendered;
  /** The number of a field among the bounds; null for a field the site does not have. */
  numberOf(id: string): number | null;
  /** Numbers of all fields. */
  readonly numbers: readonly number[];
  /** Drops what was remembered, of one issue or of all. */
  forget(task?: SimTask): void;
}

export function makeIssueFields(site: Site): IssueFields {
  const numberById = new Map(site.fields.all.map((field, at) => [field.id, at]));
  let known = new Map<SimTask, Rendered>();
  let texts = new Map<string, string>();
  const shared: Shared = {
    get: (name, make) => {
      let text = texts.get(name);
      if (text === undefined) {
        text = JSON.stringify(make());
        texts.set(name, text);
      }
      return text;
    },
  };
  return {
    of: (task) => {
      let rendered = known.get(task);
      if (rendered === undefined) {
        rendered = putTogether(renderPieces(site, shared, task), numberById);
        known.set(task, rendered);
      }
      return rendered;
    },
    numberOf: (id) => numberById.get(id) ?? null,
    numbers: [...numberById.values()],
    forget: (task) => {
      if (task !== undefined) {
        known.delete(task);
        return;
      }
      known = new Map();
      texts = new Map();
    },
  };
}

function putTogether(pieces: readonly [id: string, json: string][], numberById: ReadonlyMap<string, number>): Rendered {
  const bounds = new Uint32Array(numberById.size * 2);
  const parts: Buffer[] = [];
  let at = 0;
  for (const [id, json] of pieces) {
    const number = numberById.get(id);
    if (number === undefined) throw new Error(`The site lists no field ${id}`);
    const part = Buffer.from(`,"${id}":${json}`);
    bounds[number * 2] = at;
    at += part.length;
    bounds[number * 2 + 1] = at;
    parts.push(part);
  }
  return { bytes: Buffer.concat(parts), bounds };
}

function renderPieces(site: Site, shared: Shared, task: SimTask): [string, string][] {
  const state = stateAt(task, site.clock.now) as SimTaskState;
  const scope = site.scopeOf(task);
  const finishedAt = finished(task, site.clock.now);
  const user = (id: string | null) =>
    id === null ? 'null' : shared.get(`user/${id}`, () => renderUser(site, site.people.get(id)));
  const status = site.vocabulary.status(scope, state.status);
  const statusJson = shared.get(`status/${status.id}`, () => renderStatus(site.base, status));
  const pieces: [string, string][] = [
    ['summary', JSON.stringify(state.title)],
    ['description', JSON.stringify(toAdf(state.text))],
    ['issuetype', typeJson(site, shared, scope, task)],
    ['project', shared.get(`project/${scope.id}`, () => renderProject(site, scope))],
    ['status', statusJson],
    [
      'statusCategory',
      shared.get(`category/${status.id}`, () => (JSON.parse(statusJson) as { statusCategory: unknown }).statusCategory),
    ],
    ['statuscategorychangedate', date(site, finishedAt ?? task.createdAt)],
    ['priority', shared.get('priority', () => renderPriority(site.base))],
    ['labels', JSON.stringify(state.labels)],
    ['assignee', user(state.assigneeId)],
    ['creator', user(task.authorId)],
    ['reporter', user(task.authorId)],
    ['created', date(site, task.createdAt)],
    ['updated', date(site, site.updatedAt(task))],
    ['duedate', JSON.stringify(state.dueOn)],
    [
      'resolution',
      finishedAt === null
        ? 'null'
        : shared.get(`resolution/${state.status}`, () => renderResolution(site, state.status)),
    ],
    ['resolutiondate', finishedAt === null ? 'null' : date(site, finishedAt)],
    ['subtasks', subtasksJson(site, shared, task)],
    ['issuelinks', '[]'],
    ['components', '[]'],
    ['fixVersions', '[]'],
    ...parentPieces(site, shared, scope, task),
    ...timePieces(scope, task, state),
    ...customPieces(site, scope, task, state),
  ];
  return pieces;
}

function date(site: Site, at: number): string {
  return `"${site.zone.toJira(at)}"`;
}

function finished(task: SimTask, now: number): number | null {
  let at: number | null = null;
  for (const event of task.events) {
    if (event.at <= now && event.set.completed !== undefined) at = event.set.completed ? event.at : null;
  }
  return at;
}

function typeJson(site: Site, shared: Shared, scope: SimScope, task: SimTask): string {
  const id = site.vocabulary.issueTypeId(scope, task.kind);
  return shared.get(`type/${id}`, () => renderIssueType(site.base, id, task.kind));
}

function renderResolution(site: Site, status: string): unknown {
  const [id, name] = status === "Won't do" ? ['10001', "Won't Do"] : ['10000', 'Done'];
  return { self: `${site.base}/rest/api/3/resolution/${id}`, id, description: '', name };
}

/** An issue inside another: as parent, or in a list of sub-tasks. */
function relative(site: Site, shared: Shared, task: SimTask): string {
  const state = stateAt(task, site.clock.now) as SimTaskState;
  const scope = site.scopeOf(task);
  const status = site.vocabulary.status(scope, state.status);
  const fields = [
    `"summary":${JSON.stringify(state.title)}`,
    `"status":${shared.get(`status/${status.id}`, () => renderStatus(site.base, status))}`,
    `"priority":${shared.get('priority', () => renderPriority(site.base))}`,
    `"issuetype":${typeJson(site, shared, scope, task)}`,
  ];
  return `{"id":"${task.vendorId}","key":"${task.key}","self":"${selfOf(site, task)}","fields":{${fields.join(',')}}}`;
}

export function selfOf(site: Site, task: SimTask): string {
  return `${site.base}/rest/api/3/issue/${task.vendorId}`;
}

function subtasksJson(site: Site, shared: Shared, task: SimTask): string {
  if (task.kind === 'epic' || task.kind === 'initiative') return '[]';
  const children = (site.children.get(task.id) ?? []).filter((child) => isThere(child, site.clock.now));
  return `[${children.map((child) => relative(site, shared, child)).join(',')}]`;
}

const oldAgeMs = 180 * 86_400_000;

/**
 * The way up. Company-managed projects still carry the old Epic Link beside `parent`; on the oldest issues it is all there is,
 * as on sites that were never cleaned up (seen in the recorded payloads).
 */
function parentPieces(site: Site, shared: Shared, scope: SimScope, task: SimTask): [string, string][] {
  const parent = task.parentId === null ? null : site.byWorldId(task.parentId);
  const isCompany = scope.style === 'company-managed';
  const link: [string, string][] = isCompany
    ? [[customIds.epicLink, parent?.kind === 'epic' ? `"${parent.key}"` : 'null']]
    : [];
  if (parent === null) return link;
  const onlyEpicLink = isCompany && parent.kind === 'epic' && task.createdAt < site.world.startsAt - oldAgeMs;
  return onlyEpicLink ? link : [...link, ['parent', relative(site, shared, parent)]];
}

/** Some teams estimate in hours: those of their issues that carry no points. */
function timePieces(scope: SimScope, task: SimTask, state: SimTaskState): [string, string][] {
  const hours =
    scope.style === 'company-managed' && state.estimate === null && Number(task.vendorId) % 4 === 0
      ? 4 + (Number(task.vendorId) % 5) * 4
      : null;
  if (hours === null)
    return [
      ['timetracking', '{}'],
      ['timeoriginalestimate', 'null'],
      ['timeestimate', 'null'],
      ['timespent', 'null'],
    ];
  const left = state.completed ? 0 : hours;
  const tracking = {
    originalEstimate: `${hours}h`,
    remainingEstimate: `${left}h`,
    originalEstimateSeconds: hours * 3600,
    remainingEstimateSeconds: left * 3600,
  };
  return [
    ['timetracking', JSON.stringify(tracking)],
    ['timeoriginalestimate', String(hours * 3600)],
    ['timeestimate', String(left * 3600)],
    ['timespent', 'null'],
  ];
}

function customPieces(site: Site, scope: SimScope, task: SimTask, state: SimTaskState): [string, string][] {
  const points = scope.style === 'team-managed' ? customIds.teamManagedPoints : customIds.companyPoints;
  const pieces: [string, string][] = [
    [points, JSON.stringify(state.estimate)],
    [customIds.sprint, JSON.stringify(sprintsOf(site, scope, task, changesUntil(task, site.clock.now)))],
    [customIds.rank, `"0|i${Number(task.vendorId).toString(36).padStart(5, '0')}:"`],
    [customIds.flagged, state.labels.includes('blocked') ? '[{"id":"10019","value":"Impediment"}]' : 'null'],
  ];
  if (task.kind === 'epic' && scope.style === 'company-managed')
    pieces.push([customIds.epicName, JSON.stringify(state.title)]);
  for (const [name, value] of Object.entries(state.fields)) {
    const field = site.fields.idOf(scope, name);
    if (field !== null) pieces.push([field.id, JSON.stringify(ownValue(site, field, value))]);
  }
  return pieces;
}

function ownValue(site: Site, field: { readonly id: string; readonly isOption: boolean }, value: string): unknown {
  if (field.id === customIds.team)
    return {
      id: teamId(value),
      name: value,
      avatarUrl: '',
      isVisible: true,
      isVerified: false,
      title: value,
      isShared: true,
    };
  if (!field.isOption) return value;
  const id = optionId(value);
  return { self: `${site.base}/rest/api/3/customFieldOption/${id}`, value, id };
}

export function optionId(value: string): string {
  let sum = 0;
  for (const char of value) sum = (sum * 31 + (char.codePointAt(0) ?? 0)) % 80_000;
  return String(11_000 + sum);
}

function teamId(name: string): string {
  return `${optionId(name).padStart(8, '0')}-7c1e-4f7a-a4f2-6f1f0b7a3c55`;
}
