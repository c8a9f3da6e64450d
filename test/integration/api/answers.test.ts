import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import type { App } from '../../../src/api/app-type.ts';
import { alignmentSchema, byTeamSchema, changesSchema, trendSchema } from '../../../src/api/schemas/alignment.ts';
import { problemSchema } from '../../../src/api/schemas/common.ts';
import {
  connectionDetailSchema,
  connectionsSchema,
  setAsidesSchema,
  syncRunSchema,
  syncRunsSchema,
} from '../../../src/api/schemas/connections.ts';
import { cyclesSchema } from '../../../src/api/schemas/cycles.ts';
import { deliveriesSchema } from '../../../src/api/schemas/deliveries.ts';
import { firstRunSchema } from '../../../src/api/schemas/first-run.ts';
import { goalChangedSchema, goalDetailSchema, goalsSchema } from '../../../src/api/schemas/goals.ts';
import { pageReadsSchema } from '../../../src/api/schemas/managers.ts';
import { sessionSchema, settingsSchema } from '../../../src/api/schemas/organisation.ts';
import { auditSchema, peopleSchema } from '../../../src/api/schemas/people.ts';
import { precisionAnswerSchema } from '../../../src/api/schemas/precision.ts';
import { proposalsSchema } from '../../../src/api/schemas/proposals.ts';
import { reviewAnswerSchema } from '../../../src/api/schemas/review.ts';
import { ruleOffersSchema, rulesSchema } from '../../../src/api/schemas/rules.ts';
import { savedViewsSchema } from '../../../src/api/schemas/saved-views.ts';
import { strategyMapSchema } from '../../../src/api/schemas/strategy-map.ts';
import { arrivalsSchema, taskOrderSchema, taskRowsSchema } from '../../../src/api/schemas/task-order.ts';
import {
  decideCarryingAnswerSchema,
  decideLinksAnswerSchema,
  facetsSchema,
  taskDetailSchema,
  tasksSchema,
  undoAnswerSchema,
} from '../../../src/api/schemas/tasks.ts';
import { teamDetailSchema, teamsSchema } from '../../../src/api/schemas/teams.ts';
import { themesSchema } from '../../../src/api/schemas/themes.ts';
import { toolsSchema } from '../../../src/api/schemas/tools.ts';
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

const get = (url: string, who: RoleName = 'owner') => call(app, { url: `/api/v1${url}`, cookie: cookies[who] });

const READABLE: Readonly<Record<string, z.ZodType>> = {
  '/session': sessionSchema,
  '/saved-views': savedViewsSchema,
  '/tasks/order': taskOrderSchema,
  '/tasks/order?group=manager&sort=title': taskOrderSchema,
  '/tasks/order/arrivals?since=2026-11-01T00:00:00Z': arrivalsSchema,
  '/tasks/rows?ids=jira.1,jira.2': taskRowsSchema,
  '/connections/tools': toolsSchema,
  '/alignment': alignmentSchema,
  '/alignment?weight=estimate&asOf=2026-11-15': alignmentSchema,
  '/alignment?state=unaligned&team=atlas&tool=jira&goal=O1&minAgeDays=1&maxAgeDays=90&minEstimate=0&maxEstimate=9&q=a':
    alignmentSchema,
  '/alignment/trend?weeks=3': trendSchema,
  '/alignment/trend?weeks=53&weight=active-days': trendSchema,
  '/alignment/by-team': byTeamSchema,
  '/alignment/changes': changesSchema,
  '/themes': themesSchema,
  '/strategy-map': strategyMapSchema,
  '/links/review': reviewAnswerSchema,
  '/links/review?limit=1': reviewAnswerSchema,
  '/links/review?weight=estimate&minLikelihood=0.5': reviewAnswerSchema,
  '/links/precision': precisionAnswerSchema,
  '/links/precision?asOf=2026-11-15': precisionAnswerSchema,
  '/flags': facetsSchema,
  '/proposals': proposalsSchema,
  '/proposals?state=dismissed&limit=1': proposalsSchema,
  '/tasks': tasksSchema,
  '/tasks?limit=1&sort=title': tasksSchema,
  '/tasks/jira.6': taskDetailSchema,
  '/tasks/jira.4': taskDetailSchema,
  '/goals': goalsSchema,
  '/goals?cycle=2026-Q4': goalsSchema,
  '/goals/O1': goalDetailSchema,
  '/connections': connectionsSchema,
  '/connections/jira': connectionDetailSchema,
  '/connections/jira/set-asides': setAsidesSchema,
  '/deliveries?connection=jira': deliveriesSchema,
  '/scopes?connection=jira': connectionDetailSchema.pick({ scopeList: true }).transform(({ scopeList }) => scopeList),
  '/sync-runs': syncRunsSchema,
  '/teams': teamsSchema,
  '/teams/atlas': teamDetailSchema,
  '/page-reads': pageReadsSchema,
  '/people': peopleSchema,
  '/first-run': firstRunSchema,
  '/audit': auditSchema,
  '/cycles': cyclesSchema,
  '/rules': rulesSchema,
  '/rules/offers': ruleOffersSchema,
  '/settings': settingsSchema,
};

describe('an answer', () => {
  for (const [url, schema] of Object.entries(READABLE)) {
    it(`holds exactly what its schema says: ${url}`, async () => {
      const { status, json, headers } = await get(url);
      expect(status).toBe(200);
      expect(headers['content-type']).toBe('application/json; charset=utf-8');
      const read = url.startsWith('/scopes') ? schema.parse({ scopeList: json.items }) : schema.parse(json);
      expect(read).toEqual(url.startsWith('/scopes') ? json.items : json);
    });
  }

  it('to a change holds what its schema says', async () => {
    const change = (method: 'POST' | 'PUT' | 'PATCH', url: string, body: unknown) =>
      call(app, { method, url: `/api/v1${url}`, body, cookie: cookies.owner });
    const decided = await change('POST', '/links', {
      says: 'accepted',
      items: [{ taskId: 'jira.2', goalKey: 'KR1.1' }],
    });
    const { decisionIds } = decideLinksAnswerSchema.parse(decided.json);
    undoAnswerSchema.parse((await change('POST', '/links/undo', { decisionIds })).json);
    const said = await change('POST', '/tasks/jira.5/carries', { says: 'carries-nothing' });
    const { decisionId } = decideCarryingAnswerSchema.parse(said.json);
    const { carries } = taskDetailSchema.parse((await get('/tasks/jira.5')).json);
    expect(carries).toEqual({ says: 'carries-nothing', because: null, decidedBy: 'Olga Owner' });
    undoAnswerSchema.parse((await change('POST', '/tasks/jira.5/carries/undo', { decisionId })).json);
    expect((await get('/tasks/jira.5')).json.carries).toBe(null);
    syncRunSchema.parse((await change('POST', '/connections/jira/sync', {})).json);
    connectionDetailSchema.parse((await change('PUT', '/connections/jira/mapping', { teamFields: [] })).json);
    goalChangedSchema.parse((await change('PATCH', '/goals/KR2.2', { closedOn: '2026-10-31' })).json);
    settingsSchema.parse((await change('PATCH', '/settings', { organisationName: 'Larkfield' })).json);
  });
});

describe('what cannot be done', () => {
  const refused: readonly (readonly [string, number, string])[] = [
    ['/tasks?limit=201', 400, 'bad-request'],
    ['/tasks?limit=0', 400, 'bad-request'],
    ['/tasks?limit=ten', 400, 'bad-request'],
    ['/tasks?sort=colour', 400, 'bad-request'],
    ['/tasks?team=a&team=b', 400, 'bad-request'],
    ['/tasks?tool=github', 400, 'bad-request'],
    ['/tasks?minAgeDays=-1', 400, 'bad-request'],
    ['/tasks?maxAgeDays=99999999', 400, 'bad-request'],
    ['/tasks?q=%00', 400, 'bad-request'],
    ['/tasks?cursor=nonsense', 400, 'bad-cursor'],
    ['/links/review?cursor=nonsense', 400, 'bad-cursor'],
    ['/tasks?state=sideways', 422, 'unknown-state'],
    ['/tasks?goal=O9', 422, 'unknown-goal'],
    [`/tasks?q=${'x'.repeat(501)}`, 400, 'bad-request'],
    ['/alignment?asOf=tomorrow', 400, 'bad-request'],
    ['/alignment?asOf=2026-02-30', 400, 'bad-request'],
    ['/alignment/trend?weeks=54', 400, 'bad-request'],
    ['/sync-runs?limit=1000', 400, 'bad-request'],
    ['/connections/jira/set-asides?cursor=abc', 400, 'bad-cursor'],
    ['/deliveries?cursor=abc', 400, 'bad-cursor'],
    ['/deliveries?connection=nowhere', 404, 'no-such-connection'],
    ['/tasks/jira.404', 404, 'no-such-task'],
    ['/tasks/%00', 400, 'bad-request'],
    ['/goals/O9', 404, 'unknown-goal'],
    ['/connections/none', 404, 'no-such-connection'],
    ['/connections/none/set-asides', 404, 'no-such-connection'],
    ['/scopes?connection=none', 404, 'no-such-connection'],
    ['/nothing', 404, 'not-found'],
  ];
  for (const [url, status, code] of refused) {
    it(`is told as a problem: ${url.slice(0, 60)}`, async () => {
      const answer = await get(url);
      expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
      const problem = problemSchema.strict().parse(answer.json);
      expect(problem).toMatchObject({ status, code });
      expect(answer.status).toBe(status);
      if (code === 'bad-request' && !url.includes('%00')) expect(problem.errors).not.toEqual([]);
    });
  }

  const changes: readonly (readonly ['POST' | 'PUT' | 'PATCH', string, unknown, number, string])[] = [
    ['PATCH', '/scopes/none', { isSelected: true }, 404, 'no-such-scope'],
    ['PATCH', '/scopes/jira.10001', { teamId: 'no-team' }, 422, 'no-such-team'],
    ['PATCH', '/settings', { timeZone: 'Mars/Olympus' }, 422, 'bad-time-zone'],
    ['PATCH', '/settings', { automaticThreshold: 2 }, 400, 'bad-request'],
    ['PATCH', '/settings', { organisationName: 'a\u0000b' }, 400, 'bad-request'],
    ['PATCH', '/goals/O9', { closedOn: null }, 404, 'unknown-goal'],
    ['PATCH', '/goals/O1', { closedOn: 'soon' }, 400, 'bad-request'],
    ['PUT', '/connections/none/mapping', {}, 404, 'no-such-connection'],
    ['PUT', '/connections/jira/mapping', { statuses: { 1: 'perhaps' } }, 400, 'bad-request'],
    ['POST', '/connections/none/sync', {}, 404, 'no-such-connection'],
    ['POST', '/connections', { tool: 'jira', baseUrl: 'ftp://x', token: 'tttt' }, 400, 'bad-request'],
    [
      'POST',
      '/connections',
      { tool: 'jira', baseUrl: 'http://127.0.0.1:9', token: 'tttt' },
      422,
      'missing-credentials',
    ],
    ['POST', '/people/matches', { connectionId: 'jira', externalId: 'nobody', personId: null }, 404, 'no-such-account'],
    ['POST', '/people/matches', { connectionId: 'jira', externalId: 'acc-ada', personId: 'x' }, 404, 'no-such-person'],
    ['POST', '/tasks/jira.5/carries', { says: 'perhaps' }, 400, 'bad-request'],
    ['POST', '/tasks/jira.4/carries', { says: 'carries' }, 422, 'nothing-below'],
    ['POST', '/tasks/jira.404/carries', { says: 'carries' }, 404, 'no-such-task'],
    ['POST', '/tasks/jira.404/carries/undo', { decisionId: 1 }, 404, 'no-such-task'],
    ['PUT', '/links/thresholds', { name: 'text', to: null }, 400, 'bad-request'],
    ['PUT', '/links/thresholds', { name: 'structural', to: 2 }, 400, 'bad-request'],
    ['PUT', '/links/thresholds', { name: 'structural', to: 0.5 }, 422, 'below-set'],
    ['POST', '/links', { says: 'accepted', items: [] }, 400, 'bad-request'],
    ['POST', '/links', { says: 'accepted', items: Array(501).fill({ taskId: 'jira.2' }) }, 400, 'bad-request'],
    ['POST', '/links', { says: 'maybe', items: [{ taskId: 'jira.2' }] }, 400, 'bad-request'],
    ['POST', '/links/undo', { decisionIds: Array(501).fill(1) }, 400, 'bad-request'],
  ];
  for (const [method, url, body, status, code] of changes) {
    it(`is told as a problem: ${method} ${url} ${JSON.stringify(body).slice(0, 50)}`, async () => {
      const answer = await call(app, { method, url: `/api/v1${url}`, body, cookie: cookies.owner });
      expect(problemSchema.strict().parse(answer.json)).toMatchObject({ status, code });
      expect(answer.status).toBe(status);
    });
  }
});
