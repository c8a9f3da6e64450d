import { describe, expect, it } from 'vitest';
import { asanaNeeds } from '../../../connectors/asana/limits.ts';
import { atlassianNeeds, limitedAtAtlassian, pointsOf } from '../../../connectors/atlassian-limits.ts';
import type { Credentials } from '../../../connectors/connector.ts';
import type { Need } from '../../../connectors/transport/budget.ts';
import { limitedAtTrello, readTrelloBudget, trelloNeeds } from '../../../connectors/trello/limits.ts';

const said = (needs: readonly Need[]) =>
  needs.map(({ allowance, cost }) => `${cost} of ${allowance.max} ${allowance.name}`);
const keys = (needs: readonly Need[]) => needs.map(({ allowance }) => allowance.key);
const refusal = (given: { text?: string; headers?: Record<string, string> }) => ({
  status: 429,
  text: '',
  headers: {},
  ...given,
});

describe('Trello', () => {
  const credentials = { key: 'key-canary', token: 'token-canary' };
  const needs = (path: string, given: Credentials = credentials) =>
    trelloNeeds(given)({ url: new URL(`https://api.trello.com/1${path}`) });

  it('counts a request for its key and for its token, and never names them', () => {
    expect(said(needs('/boards/1'))).toEqual([
      '1 of 300 requests in 10 seconds of the key',
      '1 of 100 requests in 10 seconds of the token',
    ]);
    expect(keys(needs('/boards/1')).join()).not.toContain('canary');
  });

  it('counts every route of a batch, and the long window of members', () => {
    expect(needs('/batch?urls=/cards/1,/cards/2,/cards/3').map(({ cost }) => cost)).toEqual([4, 4]);
    expect(said(needs('/members/me/boards'))).toContain('1 of 100 requests for members in 15 minutes');
    expect(needs('/boards/1/members')).toHaveLength(2);
  });

  it('shares the key between tokens, and no token with another', () => {
    const [one, other] = [needs('/boards/1'), needs('/boards/1', { ...credentials, token: 'another' })];
    expect(keys(one)[0]).toBe(keys(other)[0]);
    expect(keys(one)[1]).not.toBe(keys(other)[1]);
  });

  it('holds up other tokens only where the key is used up', () => {
    const asked = needs('/boards/1');
    expect(limitedAtTrello(refusal({ text: '{"error":"API_KEY_LIMIT_EXCEEDED"}' }), asked)).toEqual(asked.slice(0, 1));
    expect(limitedAtTrello(refusal({ text: '{"error":"API_TOKEN_LIMIT_EXCEEDED"}' }), asked)).toEqual(asked.slice(1));
  });

  it('reads the scarcest of what the headers tell', () => {
    const headers = Object.fromEntries(
      [
        ['api-key', 300, 250],
        ['api-token', 100, 99],
        ['member', 200, 40],
      ].flatMap(([name, max, remaining]) => [
        [`x-rate-limit-${name}-interval-ms`, '10000'],
        [`x-rate-limit-${name}-max`, String(max)],
        [`x-rate-limit-${name}-remaining`, String(remaining)],
      ]),
    );
    expect(readTrelloBudget(credentials)(headers)).toMatchObject({ remaining: 40, resetMs: 10_000, limit: 200 });
    expect(readTrelloBudget(credentials)({})).toBeNull();
  });
});

describe('Asana', () => {
  const needs = asanaNeeds({ connectionId: 'asana', baseUrl: 'https://app.asana.com', credentials: { token: 'one' } });
  const url = (path: string) => new URL(`https://app.asana.com/api/1.0${path}`);

  it('counts a minute, spread, and what is under way by its kind', () => {
    expect(said(needs({ method: 'GET', url: url('/tasks') }))).toEqual([
      '1 of 1500 requests in a minute',
      '1 of 240 requests in 10 seconds',
      '1 of 50 reads at once',
    ]);
    expect(said(needs({ method: 'POST', url: url('/webhooks') })).at(-1)).toBe('1 of 15 writes at once');
  });

  it('counts searches by themselves besides', () => {
    expect(said(needs({ method: 'GET', url: url('/workspaces/1/tasks/search') }))).toContain(
      '1 of 60 searches in a minute',
    );
  });
});

describe('Atlassian', () => {
  const site = 'https://site.atlassian.net';
  const consent: Credentials = {
    kind: 'oauth',
    clientId: 'app',
    appSecret: 'secret-canary',
    authOrigin: 'https://auth.atlassian.com',
    apiOrigin: 'https://api.atlassian.com',
    cloudId: 'cloud',
  };
  const ask = (path: string, method = 'GET', body: unknown = null, points = pointsOf({ token: 'one' })) =>
    atlassianNeeds(
      'jira',
      site,
      points,
    )({
      method,
      url: new URL(path, site),
      body: body === null ? null : Buffer.from(JSON.stringify(body)),
    });

  it('counts an endpoint once, whatever it is asked about and through whichever gateway', () => {
    const [one, other] = [ask('/rest/api/3/issue/10001/remotelink'), ask('/rest/api/3/issue/10002/remotelink')];
    expect(keys(one)).toEqual(keys(other));
    expect(keys(ask('/ex/jira/cloud-1/rest/api/3/issue/10001/remotelink'))).toEqual(keys(one));
    expect(keys(ask('/rest/api/3/search/jql', 'POST'))).not.toEqual(keys(ask('/rest/api/3/search/jql', 'GET')));
    expect(said(one).at(-1)).toBe('1 of 40 requests in 500 ms of GET /rest/api/3/issue/…/remotelink');
  });

  it('counts points only for an app, one for the request and one for each record it may read', () => {
    const points = pointsOf(consent);
    expect(pointsOf({ email: 'a@b.example', token: 'one' })).toBeNull();
    expect(ask('/rest/api/3/search/jql', 'POST', { maxResults: 100 }, points)[0]).toMatchObject({
      cost: 101,
      allowance: { max: 65_000, windowMs: 3_600_000 },
    });
    expect(ask('/rest/api/3/issue/bulkfetch', 'POST', { issueIdsOrKeys: ['1', '2'] }, points)[0]?.cost).toBe(3);
    expect(ask('/rest/api/3/field', 'GET', null, points)[0]?.cost).toBe(2);
    expect(ask('/rest/api/3/webhook/1', 'DELETE', null, points)[0]?.cost).toBe(1);
  });

  it('holds up the app where its points are used up, else only the endpoint', () => {
    const asked = ask('/rest/api/3/field', 'GET', null, pointsOf(consent));
    const by = (reason: string) => limitedAtAtlassian(refusal({ headers: { 'ratelimit-reason': reason } }), asked);
    expect(by('jira-quota-global-based')).toEqual(asked.slice(0, 1));
    expect(by('jira-burst-based')).toEqual(asked.slice(-1));
    expect(limitedAtAtlassian(refusal({}), asked)).toEqual(asked.slice(-1));
  });
});
