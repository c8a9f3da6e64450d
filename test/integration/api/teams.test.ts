import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../../../src/api/app-type.ts';
import type { TeamDetail, TeamsAnswer } from '../../../src/api/schemas/teams.ts';
import { createTestDatabase, type TestDatabase } from '../../helpers/database.ts';
import { apiDeps, buildApp, call, signInAll } from './helpers/api.ts';
import { makeWorld, ROLES, type RoleName } from './helpers/world.ts';

let database: TestDatabase;
let app: App;
let cookies: Record<RoleName, string>;

beforeAll(async () => {
  database = await createTestDatabase();
  const world = await makeWorld(database.db);
  cookies = await signInAll(database.db, world);
  app = await buildApp(apiDeps(database.db));
});
afterAll(async () => {
  await app.close();
  await database.drop();
});

const get = async <T>(url: string, who: RoleName) =>
  (await call(app, { url: `/api/v1${url}`, cookie: cookies[who] })).json as T;

describe('teams', () => {
  it('are all named to everybody, and opened by those who may see their work', async () => {
    const opened: Record<string, string[]> = {};
    for (const who of ROLES) {
      const { items } = await get<TeamsAnswer>('/teams', who);
      expect(items.map(({ name }) => name)).toEqual(['Atlas', 'Borealis']);
      expect(items.filter(({ leader }) => leader !== null)).toEqual(items.filter(({ mayOpen }) => mayOpen));
      opened[who] = items.filter(({ mayOpen }) => mayOpen).map(({ id }) => id);
    }
    expect(opened).toEqual({
      member: [],
      'manager A': ['atlas'],
      'manager B': ['borealis'],
      leader: ['atlas', 'borealis'],
      owner: ['atlas', 'borealis'],
    });
  });

  it('say who leads them, whom to ask by name alone, and the goals they work on', async () => {
    const atlas = await get<TeamDetail>('/teams/atlas', 'leader');
    expect(atlas.leader?.name).toBe('Ada Manager');
    expect(atlas.people.map((person) => Object.keys(person))).toEqual([
      ['id', 'name'],
      ['id', 'name'],
    ]);
    expect(atlas.people.map(({ name }) => name)).toEqual(['Ada Manager', 'Max Member']);
    expect(atlas.goals.map(({ key }) => key)).toEqual(['O1', 'KR1.1', 'KR1.2', 'O2', 'KR2.1']);
  });

  it('count for each goal exactly the tasks that open behind the number', async () => {
    for (const who of ['manager A', 'leader', 'owner'] as const) {
      const { goals } = await get<TeamDetail>('/teams/atlas', who);
      expect(goals.length).toBeGreaterThan(0);
      for (const { key, tasks } of goals) {
        const list = await get<{ total: number }>(`/tasks?state=aligned&team=atlas&goal=${key}`, who);
        expect([who, key, tasks]).toEqual([who, key, list.total]);
      }
    }
  });

  it('that are not there and teams that are not theirs read the same', async () => {
    const answers = await Promise.all(
      ['/teams/borealis', '/teams/nothing'].map((url) =>
        call(app, { url: `/api/v1${url}`, cookie: cookies['manager A'] }),
      ),
    );
    const [other, none] = answers.map(({ status, json }) => ({ status, detail: json.detail, code: json.code }));
    expect(other).toEqual(none);
    expect(other?.status).toBe(404);
  });
});
