/** The history Jira keeps of each issue, made from the world's events. */
import { type Change, changesUntil } from '../state.ts';
import type { SimTask, SimTaskState } from '../world.ts';
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
  forget(): void;
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
    forget: () => {
      known = new Map();
    },
  };
}

function renderChange(site: Site, task: SimTask, change: Change): Entry[] {
  const items = itemsOf(site, task, change);
  if (items.length === 0) return [];
  const author = change.by === null ? null : renderUser(site, site.people.get(change.by));
  // Ids of a site go up with time; the issue's own number keeps them apart.
  const id = Number(task.vendorId) * 64 + change.index;
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

function itemsOf(site: Site, task: SimTask, { before, after, set }: Change): Item[] {
  const items: Item[] = [];
  const add = (
    field: string,
    fieldId: string,
    from: [string | null, string | null],
    to: [string | null, string | null],
    fieldtype: Item['fieldtype'] = 'jira',
  ) => items.push({ field, fieldtype, fieldId, from: from[0], fromString: from[1], to: to[0], toString: to[1] });
  if (set.status !== undefined) add('status', 'status', statusPair(site, task, before), statusPair(site, task, after));
  if (set.completed === true) add('resolution', 'resolution', [null, null], ['10000', 'Done']);
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
  fieldtype: Item['fieldtype'],
) => void;

function addEstimate(site: Site, task: SimTask, before: SimTaskState, after: SimTaskState, add: Add): void {
  const isTeamManaged = site.scopeOf(task).style === 'team-managed';
  const [name, id] = isTeamManaged
    ? ['Story point estimate', customIds.teamManagedPoints]
    : ['Story Points', customIds.companyPoints];
  add(name, id, [null, numberText(before.estimate)], [null, numberText(after.estimate)], 'custom');
}

function addFields(site: Site, task: SimTask, before: SimTaskState, after: SimTaskState, add: Add): void {
  for (const [name, value] of Object.entries(after.fields)) {
    const field = site.fields.idOf(site.scopeOf(task), name);
    if (field === null || before.fields[name] === value) continue;
    const former = before.fields[name] ?? null;
    const option = (text: string | null) => (field.isOption && text !== null ? optionId(text) : null);
    add(name, field.id, [option(former), former], [option(value), value], 'custom');
  }
}

function numberText(value: number | null): string {
  return value === null ? '' : String(value);
}

function statusPair(site: Site, task: SimTask, state: SimTaskState): [string, string] {
  return [site.vocabulary.status(site.scopeOf(task), state.status).id, state.status];
}

function personPair(site: Site, id: string | null): [string | null, string | null] {
  const account = id === null ? undefined : site.people.get(id)?.accounts.jira;
  return account === undefined ? [null, null] : [account.id, account.name];
}
