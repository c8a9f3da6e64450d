import { type AsanaParts, fieldsOf, type Get, sourceOf } from './answers.ts';
import { refuse } from './errors.ts';
import { eventsBetween } from './events.ts';
import { render } from './render.ts';
import { resourceOf } from './sight.ts';
import { readSync, writeSync } from './sync-token.ts';

const eventsMax = 100;

export function addEventRoutes(parts: AsanaParts, get: Get): void {
  const { core, syncLifeMs } = parts;
  get('/events', (_params, query, _request, reply) => {
    const gid = query.resource ?? refuse(400, 'resource: Missing input');
    const now = core.clock.now;
    // What happens from here on happens later than the token, even within the same millisecond.
    core.clock.now = now + 1;
    const resource = resourceOf(gid, parts);
    const token = readSync(query.sync, { resource: gid, now, lifeMs: syncLifeMs });
    if (!token) return reply.code(412).send(expiredSync(writeSync({ resource: gid, since: now, until: now, skip: 0 })));
    const until = token.skip > 0 ? token.until : now;
    const events = eventsBetween(resource, token.since, until, sourceOf(parts));
    const shown = events.slice(token.skip, token.skip + eventsMax);
    const hasMore = token.skip + shown.length < events.length;
    const next = hasMore
      ? { resource: gid, since: token.since, until, skip: token.skip + shown.length }
      : { resource: gid, since: until, until, skip: 0 };
    const data = shown.map((event) => render(event, fieldsOf(query), 'single'));
    return { data, sync: writeSync(next), has_more: hasMore };
  });
}

function expiredSync(sync: string) {
  const message =
    'Sync token invalid or too old. If you are attempting to keep resources in sync, you must fetch the full dataset for this query now and use the new sync token for the next sync.';
  return { errors: [{ message }], sync };
}
