import type { AsanaParts, Get } from './answers.ts';
import { refuse, unknownObject } from './errors.ts';
import { eventsBetween } from './history.ts';
import { parseFields, render } from './render.ts';
import { readSync, writeSync } from './sync-token.ts';

const eventsMax = 100;

export function addEventRoutes({ core, directory, tasks }: AsanaParts, get: Get): void {
  get('/events', (_params, query, _request, reply) => {
    const gid = query.resource ?? refuse(400, 'resource: Missing input');
    const now = core.clock.now;
    const resource = directory.scopes.find((scope) => scope.vendorId === gid) ?? tasks.byGid(gid, now);
    if (!resource) return unknownObject('resource', gid);
    const token = readSync(query.sync, gid, now);
    if (!token) return reply.code(412).send(expiredSync(writeSync({ resource: gid, since: now, until: now, skip: 0 })));
    const until = token.skip > 0 ? token.until : now;
    const events = eventsBetween(resource, token.since, until, { directory, tasks });
    const shown = events.slice(token.skip, token.skip + eventsMax);
    const hasMore = token.skip + shown.length < events.length;
    const next = hasMore
      ? { resource: gid, since: token.since, until, skip: token.skip + shown.length }
      : { resource: gid, since: until, until, skip: 0 };
    const data = shown.map((event) => render(event, query.opt_fields ? parseFields(query.opt_fields) : null, 'single'));
    return { data, sync: writeSync(next), has_more: hasMore };
  });
}

function expiredSync(sync: string) {
  const message =
    'Sync token invalid or too old. If you are attempting to keep resources in sync, you must fetch the full dataset for this query now and use the new sync token for the next sync.';
  return { errors: [{ message }], sync };
}
