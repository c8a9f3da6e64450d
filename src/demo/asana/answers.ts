/** What all of Asana's calls share: the parts they answer from, lists in pages, single records. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { SimCore } from '../server.ts';
import type { Changed } from '../world.ts';
import type { Directory } from './directory.ts';
import { unknownObject } from './errors.ts';
import type { EventSource } from './events.ts';
import type { GoalShelf } from './goals.ts';
import type { HookShelf } from './hooks.ts';
import { page } from './paging.ts';
import { type AsanaRecord, parseFields, render } from './render.ts';
import type { TaskShelf } from './tasks.ts';

export interface AsanaParts {
  readonly core: SimCore;
  readonly directory: Directory;
  readonly tasks: TaskShelf;
  readonly goals: GoalShelf;
  readonly hooks: HookShelf;
  /** Changes of whole projects so far, oldest first. */
  readonly projectChanges: Changed[];
  readonly offsetLifeMs: number;
  readonly syncLifeMs: number;
}

/** What events are told from, at this moment. */
export function sourceOf({ core, directory, tasks, projectChanges }: AsanaParts): EventSource {
  return { now: core.clock.now, directory, tasks, projectChanges };
}

export type Query = Readonly<Record<string, string | undefined>>;
export type Params = Readonly<Record<string, string>>;
export type Answer = (params: Params, query: Query, request: FastifyRequest, reply: FastifyReply) => unknown;
export type Get = (path: string, answer: Answer) => void;

export const base = '/api/1.0';

export function lister({ offsetLifeMs }: AsanaParts) {
  return (records: readonly AsanaRecord[], query: Query, request: FastifyRequest) => {
    const { items, nextPage } = page(records, (record) => String(record.gid), query, pagingOf(request, offsetLifeMs));
    const fields = fieldsOf(query);
    const data = items.map((record) => render(record, fields, 'list'));
    return nextPage === undefined ? { data } : { data, next_page: nextPage };
  };
}

export function single(record: AsanaRecord, query: Query) {
  return { data: render(record, fieldsOf(query), 'single') };
}

export function fieldsOf(query: Query) {
  return query.opt_fields ? parseFields(query.opt_fields) : null;
}

export function pagingOf(request: FastifyRequest, offsetLifeMs: number) {
  return { path: request.url.slice(base.length), origin: `http://${request.headers.host}${base}`, offsetLifeMs };
}

export function find(records: readonly AsanaRecord[], gid: string | undefined, kind: string): AsanaRecord {
  return records.find((record) => record.gid === gid) ?? unknownObject(kind, gid ?? '');
}

export function checkWorkspace(gid: string | undefined, directory: Directory): void {
  if (gid !== undefined && gid !== directory.workspace.gid) unknownObject('workspace', gid);
}
