import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { App } from '../../../src/api/app-type.ts';
import type { AlignmentAnswer } from '../../../src/api/schemas/alignment.ts';
import type { RulePreview, RulesAnswer } from '../../../src/api/schemas/rules.ts';
import { deriveStale } from '../../../src/usecases/derive.ts';
import { importRules } from '../../../src/usecases/import-rules.ts';
import { readRows } from '../../../src/usecases/read-rows.ts';
import { createTestDatabase, type TestDatabase } from '../../helpers/database.ts';
import { apiDeps, buildApp, type Call, call, signInAll } from './helpers/api.ts';
import { CANARIES, makeWorld, NOW, type RoleName } from './helpers/world.ts';

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

const deps = () => ({ db: database.db, now: () => NOW, notify: async () => {}, onStale: async () => {} });
const derive = () => deriveStale(deps(), AbortSignal.timeout(110_000));
beforeEach(async () => {
  await importRules(deps(), readRows('- when: { label: ops }\n  then: ktlo\n', 'yaml'));
  await derive();
});

const ask = async <T>(method: Call['method'], url: string, body?: unknown, who: RoleName = 'owner') => {
  const { json } = await call(app, { method: method ?? 'GET', url: `/api/v1${url}`, body, cookie: cookies[who] });
  return json as T;
};
const rules = async () => (await ask<RulesAnswer>('GET', '/rules')).items;
const order = async () => (await rules()).map(({ when }) => Object.values(when).join());
const rate = async () => (await ask<AlignmentAnswer>('GET', '/alignment')).rate;
const add = (when: object, leadsTo: string) =>
  ask<{ changeId: number; ruleId: string }>('POST', '/rules', { when, leadsTo });
const preview = (body: object, who?: RoleName) => ask<RulePreview>('POST', '/rules/preview', body, who);

describe('a preview', () => {
  it('says what a rule would catch, what it found, and what the rate becomes when it is saved', async () => {
    const word = { when: { text: 'cupboard' }, leadsTo: 'KR1.1' };
    const before = await rate();
    const told = await preview(word);
    expect(told).toMatchObject({ caught: 1, takenBefore: 0, servesAlready: 0, moved: 1, rate: before });
    expect(told.tasks).toEqual([
      {
        id: 'jira.2',
        tool: 'jira',
        key: 'T-2',
        title: 'Tidy the cupboard',
        state: 'no-why',
        found: '“cupboard” in the title',
      },
    ]);
    await add(word.when, word.leadsTo);
    await derive();
    expect(await rate()).toBeCloseTo(told.rateAfter ?? -1, 10);
    expect(await rate()).toBeGreaterThan(before ?? 1);
  });

  it('of a rewording says what is lost too', async () => {
    const { ruleId } = await add({ text: 'cupboard' }, 'KR1.1');
    await derive();
    const told = await preview({ when: { text: 'nothing of the kind' }, leadsTo: 'KR1.1', ruleId });
    expect(told).toMatchObject({ caught: 0, moved: 1 });
    await ask('PATCH', `/rules/${ruleId}`, { when: { text: 'nothing of the kind' } });
    await derive();
    expect(await rate()).toBeCloseTo(told.rateAfter ?? -1, 10);
  });

  it('leaves to an earlier rule what that takes, and counts what serves a goal already', async () => {
    expect(await preview({ when: { text: 'certificates' }, leadsTo: 'KR1.1' })).toMatchObject({
      caught: 0,
      takenBefore: 1,
    });
    expect(await preview({ when: { label: 'KR1.1' }, leadsTo: 'ktlo' })).toMatchObject({
      ...{ caught: 1, servesAlready: 1, moved: 0 },
    });
  });

  it('shows and counts nothing that the viewer may not see', async () => {
    const word = { when: { text: CANARIES.privateTitle.split(' ')[0] ?? '' }, leadsTo: 'KR1.1' };
    for (const who of ['owner', 'leader'] as const) {
      const told = await preview(word, who);
      expect([who, told.caught, told.moved, told.rateAfter]).toEqual([who, 0, 0, told.rate]);
    }
  });

  it('says what is missing of a rule', async () => {
    const { detail } = await ask<{ detail: string }>('POST', '/rules/preview', { when: {}, leadsTo: 'ktlo' });
    expect(detail).toContain('needs at least one of tool, scope, label');
    expect(
      (await ask<{ detail: string }>('POST', '/rules/preview', { when: { label: 'x' }, leadsTo: 'KR9' })).detail,
    ).toContain('there is no goal KR9');
  });
});

describe('the rules', () => {
  it('stand in the order they are tried, each with what it catches and what an earlier one takes', async () => {
    await add({ team: 'Atlas' }, 'KR1.2');
    const items = await rules();
    expect(items.map(({ position, leadsTo, goal }) => [position, leadsTo, goal?.key ?? null])).toEqual([
      [1, 'ktlo', null],
      [2, 'KR1.2', 'KR1.2'],
    ]);
    expect(items[0]).toMatchObject({ caught: 1, takenBefore: 0 });
    expect(items[1]?.takenBefore).toBe(1);
    const seen = await ask<{ total: number }>('GET', '/tasks?team=atlas');
    expect((items[1]?.caught ?? 0) + 1).toBeLessThanOrEqual(seen.total);
  });

  it('are reordered, reworded and removed; the last change is taken back, once, and no earlier one', async () => {
    const first = await add({ label: 'blue' }, 'ktlo');
    await add({ label: 'red' }, 'KR1.1');
    expect(await order()).toEqual(['ops', 'blue', 'red']);
    const moved = await ask<{ changeId: number; ruleId: string }>('PATCH', `/rules/${first.ruleId}`, { position: 1 });
    expect(await order()).toEqual(['blue', 'ops', 'red']);
    await ask('PATCH', `/rules/${first.ruleId}`, { when: { label: 'green' } });
    expect(await order()).toEqual(['green', 'ops', 'red']);
    const removed = await ask<{ changeId: number }>('DELETE', `/rules/${first.ruleId}`);
    expect(await order()).toEqual(['ops', 'red']);
    const early = await ask<{ code: string }>('POST', '/rules/undo', { changeId: moved.changeId });
    expect(early.code).toBe('changed-since');
    for (const undone of [1, 0]) {
      expect(await ask('POST', '/rules/undo', { changeId: removed.changeId })).toEqual({ undone });
      expect(await order()).toEqual(['green', 'ops', 'red']);
    }
    expect((await rules())[0]?.id).toBe(first.ruleId);
    const { items } = await ask<{ items: { what: string; says: string }[] }>('GET', '/audit');
    const said = items
      .filter(({ what }) => what === 'rules-changed')
      .map(({ says }) => says.replace(/rule \d+/, 'rule N'));
    expect(said.slice(0, 4)).toEqual([
      'Took a change of the rules back.',
      'Removed rule N (label green).',
      'Reworded rule N (label green).',
      'Moved rule N (label blue) to place 1.',
    ]);
  });

  it('keep their numbers, so that evidence names the rule it means, wherever that stands now', async () => {
    const { ruleId } = await add({ text: 'cupboard' }, 'KR1.1');
    await derive();
    const hops = async () => {
      const row = await database.db
        .selectFrom('links')
        .select('evidence')
        .where('task_id', '=', 'jira.2')
        .where('valid_to', 'is', null)
        .executeTakeFirstOrThrow();
      return row.evidence.flatMap((one) => one.hops.map(({ place }) => place));
    };
    const named = [ruleId.replace('-', ' ')];
    expect(await hops()).toEqual(named);
    await ask('PATCH', `/rules/${ruleId}`, { position: 1 });
    await derive();
    expect(await hops()).toEqual(named);
    await ask('DELETE', `/rules/${ruleId}`);
    expect((await add({ label: 'later' }, 'ktlo')).ruleId).not.toBe(ruleId);
  });

  it('of a file keep their numbers where they say the same, at whatever place', async () => {
    const [ops] = await rules();
    const file = '- when: { label: new }\n  then: KR1.1\n- when: { label: ops }\n  then: ktlo\n';
    await importRules(deps(), readRows(file, 'yaml'));
    expect((await rules()).map(({ id }) => id === ops?.id)).toEqual([false, true]);
  });

  it('are written by owners alone, and read by leaders', async () => {
    const answers = await Promise.all(
      (['member', 'manager A', 'leader'] as const).map((who) =>
        call(app, {
          method: 'POST',
          url: '/api/v1/rules',
          body: { when: { label: 'x' }, leadsTo: 'ktlo' },
          cookie: cookies[who],
        }),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403]);
    expect((await ask<RulesAnswer>('GET', '/rules', undefined, 'leader')).items).toHaveLength(1);
  });
});
