/** The history Jira keeps of each issue, made from the world's events. */
import { type Change, changesUntil } from '../state.ts';
import type { SimDeed, SimScope, SimTask, SimTaskState } from '../world.ts';
import { customIds } from './fields.ts';
import { optionId } from './issue-fields.ts';
import type { Site } from './site.ts';
import { renderUser } from './users.ts';

export interface Entry {
  readonly at: number;
  readonly id: number;
  readonly fieldIds: readonly string[];
  readonly json: Buffer;
}

interface Item {
  readonly field: string;
  readonly fieldtype: 'jira' | 'custom';
  readonly fieldId: string;
  readonly from: string | null;
  readonly fromString: string | null;
  readonly to: string | null;
  readonly toString: string | null;
}

export interface Changelogs {
  /** Oldest first. */
  of(task: SimTask): readonly Entry[];
  /** Of one issue, or of all. */
  forget(task?: SimTask): void;
}

export function makeChangelogs(site: Site): Changelogs {
  let known = new Map<SimTask, readonly Entry[]>();
  return {
    of: (task) => {
      let entries = known.get(task);
      if (entries === undefined) {
        entries = changesUntil(task, site.clock.now).flatMap((change) => renderChange(site, task, change));
        known.set(task, entries);
      }
      return entries;
    },
    forget: (task) => {
      if (task === undefined) known = new Map();
      else known.delete(task);
    },
  };
}

function renderChange(site: Site, task: SimTask, change: Change): Entry[] {
  const items = itemsOf(site, task, change);
  if (items.length === 0) return [];
  const author = change.by === null ? null : renderUser(site, site.people.get(change.by));
  // Ids of a site go up with time; the issue's own number keeps them apart.
  const id = Number(task.vendorId) * 4096 + change.index;
  const history = {
    id: String(id),
    ...(author === null ? {} : { author }),
    created: site.zone.toJira(change.at),
    items,
  };
  return [
    { at: change.at, id, fieldIds: items.map((item) => item.fieldId), json: Buffer.from(JSON.stringify(history)) },
  ];
}

function itemsOf(site: Site, task: SimTask, { before, after, set, deed }: Change): Item[] {
  const items: Item[] = [];
  const add = (
    field: string,
    fieldId: string,
    from: [string | null, string | null],
    to: [string | null, string | null],
    fieldtype: Item['fieldtype'] = 'jira',
  ) => items.push({ field, fieldtype, fieldId, from: from[0], fromString: from[1], to: to[0], toString: to[1] });
  if (deed?.type === 'moved') addMove(site, deed, add);
  if (deed?.type === 'reparented') {
    add('IssueParentAssociation', 'parent', issuePair(site, deed.from), issuePair(site, deed.to));
  }
  if (set.status !== undefined) add('status', 'status', statusPair(site, task, before), statusPair(site, task, after));
  if (set.completed !== undefined && set.completed !== before.completed) {
    const done: [string, string] = ['10000', 'Done'];
    add('resolution', 'resolution', set.completed ? [null, null] : done, set.completed ? done : [null, null]);
  }
  if (set.assigneeId !== undefined)
    add('assignee', 'assignee', personPair(site, before.assigneeId), personPair(site, after.assigneeId));
  if (set.labels !== undefined) add('labels', 'labels', ['', before.labels.join(' ')], ['', after.labels.join(' ')]);
  if (set.title !== undefined) add('summary', 'summary', [null, before.title], [null, after.title]);
  if (set.text !== undefined) add('description', 'description', [null, before.text], [null, after.text]);
  if (set.dueOn !== undefined) add('duedate', 'duedate', [before.dueOn, before.dueOn], [after.dueOn, after.dueOn]);
  if (set.estimate !== undefined) addEstimate(site, task, before, after, add);
  if (set.fields !== undefined) addFields(site, task, before, after, add);
  return items;
}

type Add = (
  field: string,
  fieldId: string,
  from: [string | null, string | null],
  to: [string | null, string | null],
  fieldtype?: Item['fieldtype'],
) => void;

function addMove(site: Site, { from, to }: SimDeed & { type: 'moved' }, add: Add): void {
  const project = (id: string): [string, string] => {
    const scope = site.scopes.get(id) as SimScope;
    return [scope.vendorId, scope.name];
  };
  add('Key', 'issuekey', [null, from.key], [null, to.key]);
  add('project', 'project', project(from.scopeId), project(to.scopeId));
}

function issuePair(site: Site, id: string | null): [string | null, string | null] {
  const issue = site.issues.find((each) => each.id === id);
  return issue === undefined ? [null, null] : [issue.vendorId, issue.key];
}

function addEstimate(site: Site, task: SimTask, before: SimTaskState, after: SimTaskState, add: Add): void {
  const isTeamManaged = site.scopeOf(task).style === 'team-managed';
  const [name, id] = isTeamManaged
    ? ['Story point estimate', customIds.teamManagedPoints]
    : ['Story Points', customIds.companyPoints];
  add(name, id, [null, numberText(before.estimate)], [null, numberText(after.estimate)], 'custom');
}

function addFields(site: Site, task: SimTask, before: SimTaskState, after: SimTaskState, add: Add): void {
  for (const name of new Set([...Object.keys(before.fields), ...Object.keys(after.fields)])) {
    const field = site.fields.idOf(site.scopeOf(task), name);
    if (field === null || before.fields[name] === after.fields[name]) continue;
    const [former, value] = [before.fields[name] ?? null, after.fields[name] ?? null];
    const option = (text: string | null) => (field.isOption && text !== null ? optionId(text) : null);
    add(name, field.id, [option(former), former], [option(value), value], 'custom');
  }
}

function numberText(value: number | null): string {
  return value === null ? '' : String(value);
}

/** A status of the project the issue was in before a move is not one of its project now: then only the name is told. */
function statusPair(site: Site, task: SimTask, state: SimTaskState): [string | null, string] {
  return [site.vocabulary.find(site.scopeOf(task), state.status)?.id ?? null, state.status];
}

function personPair(site: Site, id: string | null): [string | null, string | null] {
  const account = id === null ? undefined : site.people.get(id)?.accounts.jira;
  return account === undefined ? [null, null] : [account.id, account.name];
}
