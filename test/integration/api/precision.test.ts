import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../../../src/api/app-type.ts';
import { precisionAnswerSchema } from '../../../src/api/schemas/precision.ts';
import { deriveStale } from '../../../src/usecases/derive.ts';
import { moveThresholds } from '../../../src/usecases/move-thresholds.ts';
import { createTestDatabase, type TestDatabase } from '../../helpers/database.ts';
import { apiDeps, buildApp, call, signInAll } from './helpers/api.ts';
import { makeWorld, NOW, type RoleName, storeTasks, taskRecord } from './helpers/world.ts';

let database: TestDatabase;
let app: App;
let cookies: Record<RoleName, string>;
/** Each call has a moment of its own. */
let now = NOW;
const clock = () => ++now;

beforeAll(async () => {
  database = await createTestDatabase();
  const { db } = database;
  const world = await makeWorld(db);
  app = await buildApp(apiDeps(db, { now: clock }));
  cookies = await signInAll(db, world);
  // Twelve of team Borealis, linked by their labels.
  const ids = Array.from({ length: 12 }, (_, at) => String(100 + at));
  await storeTasks(
    db,
    ids.map((externalId) => taskRecord({ externalId, scope: '10002', labels: ['KR2.1'] })),
  );
  await deriveStale({ db, now: clock, notify: async () => {} }, AbortSignal.timeout(110_000));
  await decide('rejected', ids.slice(0, 9));
  await decide('accepted', ids.slice(9));
});
afterAll(async () => {
  await app.close();
  await database.drop();
});

function decide(says: 'accepted' | 'rejected', ids: readonly string[]) {
  const items = ids.map((id) => ({ taskId: `jira.${id}`, goalKey: 'KR2.1' }));
  return call(app, { method: 'POST', url: '/api/v1/links', body: { says, items }, cookie: cookies.owner });
}

async function read(who: RoleName) {
  const { json } = await call(app, { url: '/api/v1/links/precision', cookie: cookies[who] });
  return precisionAnswerSchema.strict().parse(json);
}

const put = (to: number | null) =>
  call(app, {
    method: 'PUT',
    url: '/api/v1/links/thresholds',
    body: { name: 'structural', to },
    cookie: cookies.owner,
  });

describe('how good the links are', () => {
  it('is counted of tasks that the viewer may see, and of no other', async () => {
    const whole = await read('owner');
    expect([whole.decided, whole.measured?.all.right]).toEqual([12, 3]);
    expect(await read('manager B')).toMatchObject({ decided: 12, missing: 0 });
    expect(await read('manager A')).toMatchObject({ decided: 0, missing: 10, leftOut: 0, measured: null });
  });

  it('says to everybody that a threshold moved, and to the owner on how many tasks that rests', async () => {
    await moveThresholds({ db: database.db, now: clock });
    const [owned] = (await read('owner')).thresholds;
    expect(owned).toMatchObject({ isMoved: true, inForce: 0.72, movedBy: 'the service' });
    expect(owned?.because).toContain('Of 12 links');
    const [told] = (await read('manager A')).thresholds;
    expect(told).toMatchObject({ isMoved: true, inForce: 0.72 });
    expect(told?.because).not.toMatch(/\b(12|3) /);
  });

  it('lets an owner put the threshold back, and undo that', async () => {
    const back = await put(null);
    expect(back.json.thresholds).toMatchObject([{ isMoved: false, inForce: 0.7, movedBy: 'Olga Owner' }]);
    const undone = await put(0.72);
    expect(undone.json.thresholds).toMatchObject([{ isMoved: true, inForce: 0.72 }]);
    const [told] = (await read('member')).thresholds;
    expect(told?.because).toBe(
      'Olga Owner put it there: links from labels, fields, parents and rules stand without asking from a likelihood of 0.72 on.',
    );
  });
});
