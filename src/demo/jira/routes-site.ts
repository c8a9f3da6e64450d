/** Everything of the site that is not an issue: account, server, fields, statuses, projects, users. */
import { hasHappened } from '../state.ts';
import type { SimScope } from '../world.ts';
import { renderField } from './fields.ts';
import type { Parts } from './parts.ts';
import { renderListedProject } from './projects.ts';
import { asList, asNumber, type Query } from './requests.ts';
import { isArchived, type Site } from './site.ts';
import { renderReader, renderUser } from './users.ts';
import { renderSearchedStatus, renderStatus } from './vocabulary.ts';

export function addSiteRoutes({ core, site }: Parts): void {
  const { app } = core;
  app.get('/rest/api/3/myself', async () => renderReader(site));
  app.get('/rest/api/3/serverInfo', async () => serverInfo(site));
  app.get('/rest/api/3/field', async () => site.fields.all.map(renderField));
  app.get('/rest/api/3/status', async () => site.vocabulary.statuses.map((status) => renderStatus(site.base, status)));
  app.get('/rest/api/3/statuses/search', async (request) => searchStatuses(site, request.query as Query));
  app.get('/rest/api/3/project/search', async (request) => searchProjects(site, request.query as Query));
  app.get('/rest/api/3/users/search', async (request) => listUsers(site, request.query as Query));
}

function serverInfo(site: Site): Record<string, unknown> {
  return {
    baseUrl: site.base,
    displayUrl: site.base,
    version: '1001.0.0-SNAPSHOT',
    versionNumbers: [1001, 0, 0],
    deploymentType: 'Cloud',
    buildNumber: 100_290,
    buildDate: '2026-09-01T00:00:00.000+0000',
    serverTime: site.zone.toJira(site.clock.now),
    scmInfo: '0000000000000000000000000000000000000000',
    serverTitle: `${site.world.organisation.name} Jira`,
    serverTimeZone: site.zone.name,
  };
}

/** A page in Jira's older style: `startAt`, `total`, `isLast`. */
function page<T>(
  self: string,
  query: Query,
  all: readonly T[],
  maxByDefault: number,
  sizeMax: number,
): Record<string, unknown> {
  const startAt = Math.max(asNumber(query.startAt) ?? 0, 0);
  const maxResults = Math.min(Math.max(asNumber(query.maxResults) ?? maxByDefault, 1), sizeMax);
  const isLast = startAt + maxResults >= all.length;
  return {
    self: `${self}?maxResults=${maxResults}&startAt=${startAt}`,
    ...(isLast ? {} : { nextPage: `${self}?maxResults=${maxResults}&startAt=${startAt + maxResults}` }),
    maxResults,
    startAt,
    total: all.length,
    isLast,
    values: all.slice(startAt, startAt + maxResults),
  };
}

function searchStatuses(site: Site, query: Query): Record<string, unknown> {
  const wanted = site.vocabulary.statuses.filter(
    (status) =>
      query.projectId === undefined || status.projectId === null || status.projectId === String(query.projectId),
  );
  return page(`${site.base}/rest/api/3/statuses/search`, query, wanted.map(renderSearchedStatus), 200, 200);
}

/** Live projects unless `status` asks for others; a project out of the account's sight is in none of the lists. */
function searchProjects(site: Site, query: Query): Record<string, unknown> {
  const states = asList(query.status).flatMap((value) => value.split(','));
  const keys = asList(query.keys).map((key) => key.toUpperCase());
  const ids = asList(query.id);
  const isWanted = (scope: SimScope) =>
    !hasHappened(scope.hiddenAt, site.clock.now) &&
    (states.length === 0 ? ['live'] : states).includes(stateOf(site, scope)) &&
    (keys.length === 0 || keys.includes(scope.key ?? '')) &&
    (ids.length === 0 || ids.includes(scope.vendorId));
  const scopes = [...site.scopes.values()]
    .filter(isWanted)
    .sort((left, right) => ((left.key ?? '') < (right.key ?? '') ? -1 : 1));
  return page(
    `${site.base}/rest/api/3/project/search`,
    query,
    scopes.map((scope) => renderListedProject(site, scope)),
    50,
    100,
  );
}

function stateOf(site: Site, scope: SimScope): 'live' | 'archived' | 'deleted' {
  if (hasHappened(scope.deletedAt, site.clock.now)) return 'deleted';
  return isArchived(site, scope) ? 'archived' : 'live';
}

function listUsers(site: Site, query: Query): unknown[] {
  const startAt = asNumber(query.startAt) ?? 0;
  const maxResults = Math.min(asNumber(query.maxResults) ?? 50, 1_000);
  const all = [
    renderReader(site),
    ...site.world.people.map((person) => renderUser(site, person)).filter((user) => user !== null),
  ];
  return all.slice(startAt, startAt + maxResults);
}
