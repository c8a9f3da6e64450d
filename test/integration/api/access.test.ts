import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { App } from '../../../src/api/app-type.ts';
import { createTestDatabase, type TestDatabase } from '../../helpers/database.ts';
import { apiDeps, buildApp, type Call, call, cookieOf } from './helpers/api.ts';
import { listRoutes } from './helpers/routes.ts';
import { CANARIES, makeWorld, ROLES, type RoleName, type World } from './helpers/world.ts';

type Who = 'stranger' | RoleName;

interface Entry {
  readonly call: Omit<Call, 'method' | 'cookie'>;
  readonly answers: Readonly<Record<Who, number>>;
}

const open = (status = 200) => entry(status, status, status, status, status, status);
const signedIn = (status = 200) => entry(401, status, status, status, status, status);
const ownerOnly = (status: number) => entry(401, 403, 403, 403, 403, status);
const leadersOnly = (status: number) => entry(401, 403, 403, 403, status, status);

function entry(stranger: number, member: number, a: number, b: number, leader: number, owner: number) {
  return { stranger, member, 'manager A': a, 'manager B': b, leader, owner };
}

const atlasAndAbove = entry(401, 200, 200, 404, 200, 200);

/** Who gets what from each route. A route that is not here fails. */
const MATRIX: Readonly<Record<string, Entry>> = {
  'GET /healthz': { call: { url: '/healthz' }, answers: open() },
  'GET /readyz': { call: { url: '/readyz' }, answers: open() },
  'GET /metrics': { call: { url: '/metrics' }, answers: open() },
  'GET /openapi.json': { call: { url: '/openapi.json' }, answers: open() },
  'GET /docs': { call: { url: '/docs' }, answers: open() },
  'GET /docs/': { call: { url: '/docs/' }, answers: open() },
  'GET /docs/*': { call: { url: '/docs/static/swagger-ui.css' }, answers: open() },
  'GET /docs/json': { call: { url: '/docs/json' }, answers: open() },
  'GET /docs/yaml': { call: { url: '/docs/yaml' }, answers: open() },
  'GET /docs/static/index.html': { call: { url: '/docs/static/index.html' }, answers: open(302) },
  'GET /docs/static/swagger-initializer.js': {
    call: { url: '/docs/static/swagger-initializer.js' },
    answers: open(),
  },
  // Whoever calls is judged by what they can prove, a session is no proof: webhooks.test.ts.
  'GET /webhooks/:tool/:connectionId': { call: { url: '/webhooks/trello/trello' }, answers: open() },
  'POST /webhooks/:tool/:connectionId': { call: { url: '/webhooks/jira/jira', body: {} }, answers: open(401) },
  // The secret in the address decides, and no session: digest-links.test.ts.
  'GET /digest/answer/:token': { call: { url: '/digest/answer/nothing' }, answers: open(404) },
  'POST /digest/answer/:token': { call: { url: '/digest/answer/nothing', body: {} }, answers: open(404) },
  'GET /digest/stop/:token': { call: { url: '/digest/stop/nothing' }, answers: open(404) },
  'POST /digest/stop/:token': { call: { url: '/digest/stop/nothing', body: {} }, answers: open(404) },
  'GET /api/v1/digests': { call: { url: '/api/v1/digests' }, answers: signedIn() },
  // Who reads whose is in digests.test.ts.
  'GET /api/v1/digests/:id': { call: { url: '/api/v1/digests/nothing' }, answers: signedIn(404) },
  'GET /api/v1/digests/preview': { call: { url: '/api/v1/digests/preview' }, answers: signedIn() },
  'GET /api/v1/digests/preferences': { call: { url: '/api/v1/digests/preferences' }, answers: signedIn() },
  'PATCH /api/v1/digests/preferences': {
    call: { url: '/api/v1/digests/preferences', body: { hour: 10 } },
    answers: signedIn(),
  },
  'POST /api/v1/digests/test': { call: { url: '/api/v1/digests/test', body: {} }, answers: signedIn(202) },
  'POST /api/v1/session': { call: { url: '/api/v1/session', body: { token: 'x'.repeat(43) } }, answers: open(401) },
  'GET /api/v1/session': { call: { url: '/api/v1/session' }, answers: signedIn() },
  'DELETE /api/v1/session': { call: { url: '/api/v1/session' }, answers: signedIn(204) },
  'GET /api/v1/session/ways': { call: { url: '/api/v1/session/ways' }, answers: open() },
  // Whoever asks is told alike that this installation sends no mail.
  'POST /api/v1/session/links': {
    call: { url: '/api/v1/session/links', body: { email: 'ada@larkfield.example' } },
    answers: open(422),
  },
  'GET /api/v1/alignment': { call: { url: '/api/v1/alignment' }, answers: signedIn() },
  'GET /api/v1/alignment/trend': { call: { url: '/api/v1/alignment/trend?weeks=2' }, answers: signedIn() },
  'GET /api/v1/alignment/by-team': { call: { url: '/api/v1/alignment/by-team' }, answers: signedIn() },
  'GET /api/v1/alignment/changes': { call: { url: '/api/v1/alignment/changes' }, answers: signedIn() },
  'GET /api/v1/strategy-map': { call: { url: '/api/v1/strategy-map' }, answers: signedIn() },
  'POST /api/v1/alignment/looks': { call: { url: '/api/v1/alignment/looks', body: {} }, answers: signedIn() },
  'GET /api/v1/flags': { call: { url: '/api/v1/flags' }, answers: signedIn() },
  'GET /api/v1/tasks': { call: { url: '/api/v1/tasks' }, answers: signedIn() },
  'GET /api/v1/tasks/order': { call: { url: '/api/v1/tasks/order?group=team' }, answers: signedIn() },
  'GET /api/v1/tasks/order/arrivals': {
    call: { url: '/api/v1/tasks/order/arrivals?since=2026-11-01T00:00:00Z' },
    answers: signedIn(),
  },
  'GET /api/v1/tasks/rows': { call: { url: '/api/v1/tasks/rows?ids=jira.2,jira.9' }, answers: signedIn() },
  'GET /api/v1/tasks.csv': { call: { url: '/api/v1/tasks.csv' }, answers: signedIn() },
  'GET /api/v1/tasks/:id': { call: { url: '/api/v1/tasks/jira.2' }, answers: atlasAndAbove },
  'GET /api/v1/saved-views': { call: { url: '/api/v1/saved-views' }, answers: signedIn() },
  'POST /api/v1/saved-views': {
    call: { url: '/api/v1/saved-views', body: { name: 'Old and large', search: 'minAgeDays=90' } },
    answers: signedIn(),
  },
  // Each has none of this number: saved-views.test.ts changes real ones.
  'PATCH /api/v1/saved-views/:id': {
    call: { url: '/api/v1/saved-views/999999', body: { isShared: true } },
    answers: signedIn(404),
  },
  'DELETE /api/v1/saved-views/:id': { call: { url: '/api/v1/saved-views/999999' }, answers: signedIn(404) },
  'POST /api/v1/saved-views/:id/undo': {
    call: { url: '/api/v1/saved-views/999999/undo', body: {} },
    answers: signedIn(404),
  },
  'POST /api/v1/tasks/:id/carries': {
    call: { url: '/api/v1/tasks/jira.5/carries', body: { says: 'carries' } },
    answers: leadersOnly(200),
  },
  'POST /api/v1/tasks/:id/carries/undo': {
    call: { url: '/api/v1/tasks/jira.5/carries/undo', body: { decisionId: 1 } },
    answers: leadersOnly(200),
  },
  'POST /api/v1/links': {
    call: { url: '/api/v1/links', body: { says: 'accepted', items: [{ taskId: 'jira.2', goalKey: 'KR1.1' }] } },
    answers: signedIn(),
  },
  'POST /api/v1/links/undo': { call: { url: '/api/v1/links/undo', body: { decisionIds: [1] } }, answers: signedIn() },
  'GET /api/v1/decisions': { call: { url: '/api/v1/decisions' }, answers: signedIn() },
  // Who may say what is in decisions.test.ts: what somebody may not is named in the answer.
  'POST /api/v1/decisions': {
    call: { url: '/api/v1/decisions', body: { says: 'ktlo', items: [{ taskId: 'jira.2' }] } },
    answers: signedIn(),
  },
  'POST /api/v1/decisions/undo': {
    call: { url: '/api/v1/decisions/undo', body: { decisionIds: [1] } },
    answers: signedIn(),
  },
  // Let in, and told who says how this goal stands; of KR1.1 that is manager A, the leader and the owner: check-ins.test.ts.
  'POST /api/v1/check-ins': {
    call: { url: '/api/v1/check-ins', body: { goalKey: 'KR1.1', value: 14 } },
    answers: entry(401, 422, 200, 422, 200, 200),
  },
  'POST /api/v1/check-ins/undo': {
    call: { url: '/api/v1/check-ins/undo', body: { checkInIds: [999999] } },
    answers: signedIn(),
  },
  'GET /api/v1/goals/:key/check-ins': { call: { url: '/api/v1/goals/KR1.1/check-ins' }, answers: signedIn() },
  'GET /api/v1/allowances': { call: { url: '/api/v1/allowances' }, answers: signedIn() },
  'PUT /api/v1/allowances': {
    call: { url: '/api/v1/allowances', body: { teamId: 'atlas', cycleId: null, share: 0.5 } },
    answers: leadersOnly(200),
  },
  'GET /api/v1/themes': { call: { url: '/api/v1/themes' }, answers: signedIn() },
  'POST /api/v1/themes/refresh': { call: { url: '/api/v1/themes/refresh', body: {} }, answers: leadersOnly(202) },
  // Who is let in finds no such theme: themes.test.ts decides on real ones.
  'POST /api/v1/themes/:id/goal': { call: { url: '/api/v1/themes/nothing/goal', body: {} }, answers: leadersOnly(404) },
  'POST /api/v1/themes/:id/goal/undo': {
    call: { url: '/api/v1/themes/nothing/goal/undo', body: { goalKey: 'O99', decisionIds: [] } },
    answers: leadersOnly(200),
  },
  'POST /api/v1/themes/:id/not-now': {
    call: { url: '/api/v1/themes/nothing/not-now', body: { because: 'Not now.' } },
    answers: signedIn(404),
  },
  'GET /api/v1/links/review': { call: { url: '/api/v1/links/review' }, answers: signedIn() },
  'GET /api/v1/links/precision': { call: { url: '/api/v1/links/precision' }, answers: signedIn() },
  'PUT /api/v1/links/thresholds': {
    call: { url: '/api/v1/links/thresholds', body: { name: 'structural', to: null } },
    answers: ownerOnly(200),
  },
  'GET /api/v1/goals': { call: { url: '/api/v1/goals' }, answers: signedIn() },
  'GET /api/v1/goals/:key': { call: { url: '/api/v1/goals/KR1.1' }, answers: signedIn() },
  // KR2.2 is of Borealis, which is manager B's; who writes what is in goals.test.ts.
  'PATCH /api/v1/goals/:key': {
    call: { url: '/api/v1/goals/KR2.2', body: { closedOn: '2026-10-31' } },
    answers: entry(401, 403, 403, 200, 200, 200),
  },
  // Let in, and told that there is no such parent, before anything is written.
  'POST /api/v1/goals': {
    call: { url: '/api/v1/goals', body: { kind: 'key-result', title: 'Fewer calls', parentKey: 'O99' } },
    answers: signedIn(422),
  },
  'POST /api/v1/goals/order': {
    call: { url: '/api/v1/goals/order', body: { parentKey: 'O1', keys: ['KR1.1', 'KR1.2'] } },
    answers: entry(401, 403, 403, 403, 200, 200),
  },
  'POST /api/v1/goals/changes/:changeId/undo': {
    call: { url: '/api/v1/goals/changes/999999/undo', body: {} },
    answers: signedIn(404),
  },
  'GET /api/v1/goals/:key/history': { call: { url: '/api/v1/goals/KR1.1/history' }, answers: signedIn() },
  // Whoever has the secret address reads it, a session opens none: feeds.test.ts.
  'GET /feeds/:token/news.atom': { call: { url: `/feeds/${'x'.repeat(43)}/news.atom` }, answers: open(404) },
  'GET /feeds/:token/days.ics': { call: { url: `/feeds/${'x'.repeat(43)}/days.ics` }, answers: open(404) },
  'GET /api/v1/feeds': { call: { url: '/api/v1/feeds' }, answers: signedIn() },
  'POST /api/v1/feeds': { call: { url: '/api/v1/feeds', body: {} }, answers: signedIn() },
  'DELETE /api/v1/feeds': { call: { url: '/api/v1/feeds' }, answers: signedIn(204) },
  'GET /api/v1/glossary': { call: { url: '/api/v1/glossary' }, answers: signedIn() },
  'POST /api/v1/glossary': {
    // Let in, and told that nothing is no short form.
    call: { url: '/api/v1/glossary', body: { short: '', long: '' } },
    answers: leadersOnly(422),
  },
  'PATCH /api/v1/glossary/:id': {
    call: { url: '/api/v1/glossary/999999', body: { state: 'kept' } },
    answers: leadersOnly(404),
  },
  'GET /api/v1/glossary/:id/changes': { call: { url: '/api/v1/glossary/999999/changes' }, answers: signedIn(404) },
  'POST /api/v1/glossary/changes/:changeId/undo': {
    call: { url: '/api/v1/glossary/changes/999999/undo', body: {} },
    answers: leadersOnly(404),
  },
  'GET /api/v1/proposals': { call: { url: '/api/v1/proposals' }, answers: leadersOnly(200) },
  // Leaders are let in, and find no such proposal: proposals.test.ts decides on real ones.
  'GET /api/v1/proposals/:id': { call: { url: '/api/v1/proposals/nobody' }, answers: leadersOnly(404) },
  'POST /api/v1/proposals/:id/decisions': {
    call: { url: '/api/v1/proposals/nobody/decisions', body: { says: 'dismissed', seenHash: 'x' } },
    answers: leadersOnly(404),
  },
  'POST /api/v1/proposals/:id/decisions/:decisionId/undo': {
    call: { url: '/api/v1/proposals/nobody/decisions/1/undo', body: {} },
    answers: leadersOnly(404),
  },
  'GET /api/v1/connections': { call: { url: '/api/v1/connections' }, answers: signedIn() },
  'GET /api/v1/connections/tools': { call: { url: '/api/v1/connections/tools' }, answers: signedIn() },
  'POST /api/v1/connections': {
    // Nobody listens there: it is asked, and refused as unreachable.
    call: { url: '/api/v1/connections', body: { tool: 'asana', baseUrl: 'http://127.0.0.1:9', token: 'some-token' } },
    answers: ownerOnly(422),
  },
  'POST /api/v1/connections/oauth': {
    call: { url: '/api/v1/connections/oauth', body: { tool: 'jira', clientId: 'one', clientSecret: 'two' } },
    answers: ownerOnly(200),
  },
  // An owner is let in, and finds no such consent.
  'GET /api/v1/connections/oauth/callback': {
    call: { url: '/api/v1/connections/oauth/callback?state=none' },
    answers: ownerOnly(302),
  },
  'GET /api/v1/connections/oauth/:id': { call: { url: '/api/v1/connections/oauth/none' }, answers: ownerOnly(404) },
  'POST /api/v1/connections/oauth/:id/site': {
    call: { url: '/api/v1/connections/oauth/none/site', body: { cloudId: 'one' } },
    answers: ownerOnly(404),
  },
  'GET /api/v1/connections/:id': { call: { url: '/api/v1/connections/jira' }, answers: signedIn() },
  'PATCH /api/v1/connections/:id': {
    call: { url: '/api/v1/connections/jira', body: { state: 'active' } },
    answers: ownerOnly(200),
  },
  // An owner is let in, and finds no such connection.
  'DELETE /api/v1/connections/:id': { call: { url: '/api/v1/connections/nobody' }, answers: ownerOnly(404) },
  'POST /api/v1/connections/:id/held-removals/:holdId': {
    call: { url: '/api/v1/connections/jira/held-removals/1', body: { says: 'kept' } },
    answers: ownerOnly(404),
  },
  'PUT /api/v1/connections/:id/mapping': {
    call: { url: '/api/v1/connections/jira/mapping', body: { goalFields: [] } },
    answers: ownerOnly(200),
  },
  'POST /api/v1/connections/:id/sync': {
    call: { url: '/api/v1/connections/jira/sync', body: { full: false } },
    answers: ownerOnly(200),
  },
  'POST /api/v1/connections/:id/selection': {
    call: { url: '/api/v1/connections/jira/selection', body: { scopeIds: ['jira.10001'], isSelected: true } },
    answers: ownerOnly(200),
  },
  'GET /api/v1/connections/:id/set-asides': {
    call: { url: '/api/v1/connections/jira/set-asides' },
    answers: signedIn(),
  },
  'GET /api/v1/deliveries': { call: { url: '/api/v1/deliveries?connection=jira' }, answers: signedIn() },
  'POST /api/v1/deliveries/redeliver': {
    call: { url: '/api/v1/deliveries/redeliver', body: { connectionId: 'jira', ids: [1] } },
    answers: ownerOnly(200),
  },
  'GET /api/v1/connections/:id/webhook': {
    call: { url: '/api/v1/connections/nothing/webhook' },
    answers: ownerOnly(404),
  },
  'POST /api/v1/connections/:id/webhook': {
    call: { url: '/api/v1/connections/nothing/webhook', body: {} },
    answers: ownerOnly(404),
  },
  'GET /api/v1/notices': { call: { url: '/api/v1/notices' }, answers: ownerOnly(200) },
  // An owner is let in, and finds no such notice.
  'POST /api/v1/notices/:id/seen': { call: { url: '/api/v1/notices/999999/seen' }, answers: ownerOnly(404) },
  'GET /api/v1/outgoing-webhooks': { call: { url: '/api/v1/outgoing-webhooks' }, answers: ownerOnly(200) },
  'POST /api/v1/outgoing-webhooks': {
    call: {
      url: '/api/v1/outgoing-webhooks',
      body: { url: 'https://bot.example/plumbline', events: ['flag.changed'] },
    },
    answers: ownerOnly(200),
  },
  // An owner is let in, and finds no such webhook: outgoing-webhooks.test.ts changes real ones.
  'PATCH /api/v1/outgoing-webhooks/:id': {
    call: { url: '/api/v1/outgoing-webhooks/nothing', body: { isPaused: true } },
    answers: ownerOnly(404),
  },
  'DELETE /api/v1/outgoing-webhooks/:id': {
    call: { url: '/api/v1/outgoing-webhooks/nothing' },
    answers: ownerOnly(404),
  },
  'POST /api/v1/outgoing-webhooks/:id/secret': {
    call: { url: '/api/v1/outgoing-webhooks/nothing/secret', body: {} },
    answers: ownerOnly(404),
  },
  'POST /api/v1/outgoing-webhooks/:id/test': {
    call: { url: '/api/v1/outgoing-webhooks/nothing/test', body: {} },
    answers: ownerOnly(404),
  },
  'GET /api/v1/outgoing-webhooks/:id/deliveries': {
    call: { url: '/api/v1/outgoing-webhooks/nothing/deliveries' },
    answers: ownerOnly(404),
  },
  'POST /api/v1/outgoing-webhooks/:id/deliveries/:deliveryId/send-again': {
    call: { url: '/api/v1/outgoing-webhooks/nothing/deliveries/1/send-again', body: {} },
    answers: ownerOnly(404),
  },
  'GET /api/v1/scopes': { call: { url: '/api/v1/scopes?connection=jira' }, answers: signedIn() },
  'PATCH /api/v1/scopes/:id': {
    call: { url: '/api/v1/scopes/jira.10004', body: { isSelected: true } },
    answers: ownerOnly(204),
  },
  'GET /api/v1/sync-runs': { call: { url: '/api/v1/sync-runs' }, answers: signedIn() },
  'GET /api/v1/teams': { call: { url: '/api/v1/teams' }, answers: signedIn() },
  'GET /api/v1/teams/:id': { call: { url: '/api/v1/teams/atlas' }, answers: entry(401, 404, 200, 404, 200, 200) },
  // Of nobody: managers.test.ts reads real ones.
  'GET /api/v1/managers/:id': { call: { url: '/api/v1/managers/nobody' }, answers: signedIn(404) },
  'GET /api/v1/page-reads': { call: { url: '/api/v1/page-reads' }, answers: signedIn() },
  'GET /api/v1/people': { call: { url: '/api/v1/people' }, answers: signedIn() },
  'POST /api/v1/people': {
    call: { url: '/api/v1/people', body: { name: 'Nora New', email: 'nora@larkfield.example' } },
    answers: ownerOnly(200),
  },
  // An owner is let in, and finds no such person.
  'PATCH /api/v1/people/:id': { call: { url: '/api/v1/people/nobody', body: {} }, answers: ownerOnly(404) },
  'POST /api/v1/people/:id/mail-again': {
    call: { url: '/api/v1/people/nobody/mail-again', body: {} },
    answers: ownerOnly(404),
  },
  'POST /api/v1/people/:id/invite': {
    call: { url: '/api/v1/people/nobody/invite', body: {} },
    answers: ownerOnly(404),
  },
  // Only shown, and nothing applied: imports.test.ts.
  'POST /api/v1/imports/:kind': {
    call: { url: '/api/v1/imports/rules', body: { text: '', format: 'yaml' } },
    answers: ownerOnly(200),
  },
  'GET /api/v1/first-run': { call: { url: '/api/v1/first-run' }, answers: ownerOnly(200) },
  'GET /api/v1/audit': { call: { url: '/api/v1/audit' }, answers: ownerOnly(200) },
  'POST /api/v1/people/matches': {
    call: {
      url: '/api/v1/people/matches',
      body: { connectionId: 'jira', externalId: 'acc-canary', personId: null },
    },
    answers: ownerOnly(204),
  },
  'GET /api/v1/cycles': { call: { url: '/api/v1/cycles' }, answers: signedIn() },
  // Leaders are let in, and find no such cycle: cycles.test.ts changes real ones.
  'POST /api/v1/cycles': {
    call: { url: '/api/v1/cycles', body: { name: '2026-Q4', startsOn: '2026-10-01', endsOn: '2026-12-31' } },
    answers: leadersOnly(422),
  },
  'PATCH /api/v1/cycles/:id': {
    call: { url: '/api/v1/cycles/nothing', body: { name: 'Autumn' } },
    answers: leadersOnly(404),
  },
  'DELETE /api/v1/cycles/:id': { call: { url: '/api/v1/cycles/nothing' }, answers: leadersOnly(404) },
  'POST /api/v1/cycles/:id/copies': {
    call: { url: '/api/v1/cycles/nothing/copies', body: { into: '2026-q4' } },
    answers: leadersOnly(404),
  },
  'GET /api/v1/rules': { call: { url: '/api/v1/rules' }, answers: leadersOnly(200) },
  'GET /api/v1/rules/offers': { call: { url: '/api/v1/rules/offers' }, answers: leadersOnly(200) },
  'POST /api/v1/rules/preview': {
    call: { url: '/api/v1/rules/preview', body: { when: { text: 'canary' }, leadsTo: 'ktlo' } },
    answers: leadersOnly(200),
  },
  // Let in, and told that nothing is no rule: rules.test.ts writes real ones.
  'POST /api/v1/rules': {
    call: { url: '/api/v1/rules', body: { when: {}, leadsTo: 'ktlo' } },
    answers: ownerOnly(422),
  },
  'PATCH /api/v1/rules/:id': { call: { url: '/api/v1/rules/rule-99', body: { position: 1 } }, answers: ownerOnly(404) },
  'DELETE /api/v1/rules/:id': { call: { url: '/api/v1/rules/rule-99' }, answers: ownerOnly(404) },
  'POST /api/v1/rules/undo': {
    call: { url: '/api/v1/rules/undo', body: { changeId: 999999 } },
    answers: ownerOnly(404),
  },
  'GET /api/v1/settings': { call: { url: '/api/v1/settings' }, answers: signedIn() },
  'PATCH /api/v1/settings': { call: { url: '/api/v1/settings', body: {} }, answers: ownerOnly(200) },
  // Who is let in is answered by a stream without an end: events.test.ts.
  'GET /api/v1/events': { call: { url: '/api/v1/events' }, answers: signedIn() },
};
/** What is of use to people who are not signed in. */
const OPEN_ROUTES = ['POST /api/v1/session', 'GET /api/v1/session/ways', 'POST /api/v1/session/links'];
const STREAMS = ['GET /api/v1/events'];

/** Titles that each role may read: of another team, and of a private scope, even an owner's eyes included. */
const READABLE: Readonly<Record<Who, readonly string[]>> = {
  stranger: [],
  member: [],
  'manager A': [CANARIES.privateTitle],
  'manager B': [CANARIES.borealisTitle],
  leader: [CANARIES.borealisTitle],
  owner: [CANARIES.borealisTitle],
};

function secretsBefore(who: Who): string[] {
  const titles = [CANARIES.privateTitle, CANARIES.borealisTitle].filter((title) => !READABLE[who].includes(title));
  return [CANARIES.token, ...titles];
}

let database: TestDatabase;
let world: World;
let app: App;

beforeAll(async () => {
  database = await createTestDatabase();
  world = await makeWorld(database.db);
  app = await buildApp(apiDeps(database.db));
});
afterAll(async () => {
  await app.close();
  await database.drop();
});

async function answerTo(route: string, who: Who, url = MATRIX[route]?.call.url ?? '') {
  const [method] = route.split(' ') as [NonNullable<Call['method']>];
  const cookie = who === 'stranger' ? undefined : await cookieOf(database.db, world.people[who].id);
  return call(app, { ...MATRIX[route]?.call, method, url, cookie });
}

describe('who gets what', () => {
  it('has an entry for every route of the router, and none for a route that is gone', async () => {
    await app.ready();
    expect(Object.keys(MATRIX).sort()).toEqual(listRoutes(app));
  });

  for (const [route, { answers }] of Object.entries(MATRIX)) {
    it(`${route} answers each as written`, async () => {
      const found: Record<string, number> = {};
      for (const who of ['stranger', ...ROLES] as const) {
        if (STREAMS.includes(route) && who !== 'stranger') {
          found[who] = 200;
          continue;
        }
        const { status, text } = await answerTo(route, who);
        found[who] = status;
        // Page, list or export: what this role may not see is named nowhere.
        for (const secret of secretsBefore(who)) expect(text, who).not.toContain(secret);
      }
      expect(found).toEqual(answers);
    });
  }
});

describe('a session of somebody who', () => {
  let cookie: string;
  beforeEach(async () => {
    cookie = await cookieOf(database.db, world.people.owner.id);
  });

  it('is no owner any more may not change anything from the next request on', async () => {
    const { db } = database;
    await db.updateTable('people').set({ role: 'member' }).where('id', '=', world.people.owner.id).execute();
    const change = await call(app, { method: 'PATCH', url: '/api/v1/settings', body: {}, cookie });
    await db.updateTable('people').set({ role: 'owner' }).where('id', '=', world.people.owner.id).execute();
    expect(change.status).toBe(403);
    expect(change.json.code).toBe('owner-only');
  });

  it('is gone ends with the person', async () => {
    const { db } = database;
    await db
      .insertInto('people')
      .values({
        id: 'leaver',
        email: 'leaver@larkfield.example',
        name: 'Leaver',
        role: 'member',
        manager_id: null,
        team_id: null,
      })
      .execute();
    const own = await cookieOf(db, 'leaver');
    expect((await call(app, { url: '/api/v1/session', cookie: own })).status).toBe(200);
    await db.deleteFrom('people').where('id', '=', 'leaver').execute();
    expect((await call(app, { url: '/api/v1/session', cookie: own })).status).toBe(401);
  });
});

describe('a stranger who writes an address another way', () => {
  const disguises = [
    (url: string) => url.replace('/api', '/%61pi'),
    (url: string) => url.replace('/v1', '/%76%31'),
    (url: string) => `http://plumbline.example${url}`,
    (url: string) => `HTTP://plumbline.example${url}`,
    (url: string) => url.replace('/api', '//api'),
    (url: string) => url.replace('/api', '/./api'),
    (url: string) => `${url}${url.includes('?') ? '&' : '?'}x=/docs`,
    (url: string) => `/docs/..${url}`,
    (url: string) => url.toUpperCase(),
    (url: string) => `${url.split('?')[0]}/`,
  ];

  it('gets nothing of the API', async () => {
    const routes = Object.keys(MATRIX).filter((route) => route.includes('/api/') && !OPEN_ROUTES.includes(route));
    for (const route of routes) {
      for (const disguise of disguises) {
        const url = disguise(MATRIX[route]?.call.url ?? '');
        const answer = await answerTo(route, 'stranger', url);
        expect([401, 404], `${route} as ${url}`).toContain(answer.status);
      }
    }
  });
});
