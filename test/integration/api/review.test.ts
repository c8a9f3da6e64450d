import { afterAll, beforeAll, expect, it } from 'vitest';
import type { App } from '../../../src/api/app-type.ts';
import { type ReviewAnswer, reviewAnswerSchema } from '../../../src/api/schemas/review.ts';
import { createTestDatabase, type TestDatabase } from '../../helpers/database.ts';
import { apiDeps, buildApp, call, signInAll } from './helpers/api.ts';
import { makeWorld, type RoleName } from './helpers/world.ts';

let database: TestDatabase;
let app: App;
let cookies: Record<RoleName, string>;

beforeAll(async () => {
  database = await createTestDatabase();
  const world = await makeWorld(database.db);
  app = await buildApp(apiDeps(database.db));
  cookies = await signInAll(database.db, world);
});
afterAll(async () => {
  await app.close();
  await database.drop();
});

const read = async (who: RoleName = 'owner'): Promise<ReviewAnswer> =>
  reviewAnswerSchema.parse((await call(app, { url: '/api/v1/links/review', cookie: cookies[who] })).json);
const post = (url: string, body: unknown) =>
  call(app, { method: 'POST', url: `/api/v1${url}`, body, cookie: cookies.owner });

it('asks, takes an answer by the call for links, asks the next, and asks again after the answer is taken back', async () => {
  const before = await read();
  const [first] = before.items;
  expect(first).toMatchObject({ place: 1, likelihood: expect.any(Number), because: expect.stringMatching(/\S/) });
  const items = [{ taskId: first?.task.id, goalKey: first?.asks === 'serves' ? first.goal.key : undefined }];
  const { decisionIds } = (await post('/links', { says: 'accepted', items })).json;
  const after = await read();
  expect(after.total).toBe(before.total - 1);
  expect(after.items.map(({ task }) => task.id)).not.toContain(first?.task.id);
  await post('/links/undo', { decisionIds });
  expect(await read()).toEqual({ ...before, items: before.items.map(withoutTimes) });
});

/** When its flag began is new after two decisions. */
function withoutTimes(ask: ReviewAnswer['items'][number]) {
  return { ...ask, task: { ...ask.task, flag: ask.task.flag && { ...ask.task.flag, since: expect.any(String) } } };
}

it('asks nobody about a task they may not see', async () => {
  const idsOf = ({ items }: ReviewAnswer) => items.map(({ task }) => task.id);
  const owner = new Set(idsOf(await read('owner')));
  const theirs = await read('manager B');
  expect(theirs.total).toBe(theirs.items.length);
  expect(theirs.total).toBeLessThan(owner.size);
  expect(idsOf(theirs).filter((id) => !owner.has(id))).toEqual([]);
});
