import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../../../src/api/app-type.ts';
import type { ManagerDetail, PageReadsAnswer } from '../../../src/api/schemas/managers.ts';
import { createTestDatabase, type TestDatabase } from '../../helpers/database.ts';
import { apiDeps, buildApp, call, signInAll } from './helpers/api.ts';
import { makeWorld, ROLES, type RoleName, type World } from './helpers/world.ts';

let database: TestDatabase;
let app: App;
let world: World;
let cookies: Record<RoleName, string>;

beforeAll(async () => {
  database = await createTestDatabase();
  world = await makeWorld(database.db);
  cookies = await signInAll(database.db, world);
  app = await buildApp(apiDeps(database.db));
});
afterAll(async () => {
  await app.close();
  await database.drop();
});

const read = (of: RoleName, who: RoleName) =>
  call(app, { url: `/api/v1/managers/${world.people[of].id}`, cookie: cookies[who] });
const told = async (who: RoleName) => {
  const { json } = await call(app, { url: '/api/v1/page-reads', cookie: cookies[who] });
  return (json as PageReadsAnswer).items.map(({ reader, person, isOwn }) => [reader, isOwn ? 'own' : person.name]);
};

describe('a manager’s page', () => {
  it('is for the manager, those above and the owner; to others it is not there', async () => {
    const answers: Record<string, number> = {};
    for (const who of ROLES) answers[who] = (await read('manager A', who)).status;
    expect(answers).toEqual({ member: 404, 'manager A': 200, 'manager B': 404, leader: 200, owner: 200 });
    expect((await read('member', 'owner')).status).toBe(404);
  });

  it('says their teams, the goals their part works on as their number opens, and when their digest comes', async () => {
    const detail = (await read('manager A', 'leader')).json as ManagerDetail;
    expect(detail).toMatchObject({ name: 'Ada Manager', teamIds: ['atlas'], digest: { isPaused: false } });
    expect(Date.parse(detail.digest.next ?? '')).not.toBeNaN();
    for (const { key, tasks } of detail.goals) {
      const url = `/api/v1/tasks?state=aligned&manager=${detail.id}&goal=${key}`;
      expect([key, tasks]).toEqual([key, (await call(app, { url, cookie: cookies.leader })).json.total]);
    }
  });
});

describe('a skip-level view', () => {
  it('is read by nobody without the manager and whoever is skipped being told, once a day, and written to the audit trail', async () => {
    await database.db.deleteFrom('page_reads').execute();
    expect(await told('manager B')).toEqual([]);
    for (const _ of [1, 2]) {
      const { told: names } = (await read('manager B', 'owner')).json as ManagerDetail;
      expect(names).toEqual(['Bert Manager', 'Lea Leader']);
    }
    expect(await told('manager B')).toEqual([['Olga Owner', 'own']]);
    expect(await told('leader')).toEqual([['Olga Owner', 'Bert Manager']]);
    expect(await told('manager A')).toEqual([]);
    const { items } = (await call(app, { url: '/api/v1/audit', cookie: cookies.owner })).json;
    const reads = items.filter(({ says }: { says: string }) => says === 'Read the page of Bert Manager.');
    expect(reads).toHaveLength(1);
  });

  it('is none for the manager themselves and for whoever leads them directly', async () => {
    await database.db.deleteFrom('page_reads').execute();
    for (const who of ['manager A', 'leader'] as const)
      expect(((await read('manager A', who)).json as ManagerDetail).told).toEqual([]);
    expect(await database.db.selectFrom('page_reads').selectAll().execute()).toEqual([]);
  });

  it('that may not be read tells nobody', async () => {
    await database.db.deleteFrom('page_reads').execute();
    await read('manager A', 'manager B');
    expect(await told('manager A')).toEqual([]);
  });
});
