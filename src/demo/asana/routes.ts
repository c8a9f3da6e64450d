/** The calls of Asana's API that the simulator answers. */
import type { SimScope } from '../world.ts';
import {
  type AsanaParts,
  base,
  checkWorkspace,
  find,
  type Get,
  lister,
  type Params,
  type Query,
  single,
} from './answers.ts';
import type { Directory } from './directory.ts';
import { refuse } from './errors.ts';
import { addEventRoutes } from './event-routes.ts';
import { addGoalRoutes } from './goal-routes.ts';
import { addHookRoutes } from './hook-routes.ts';
import type { AsanaRecord } from './render.ts';
import { addSearchRoute, type SearchOptions } from './search.ts';
import { scopeOf, seenScopes } from './sight.ts';
import { addTaskRoutes } from './task-routes.ts';

export function addRoutes(parts: AsanaParts, search: SearchOptions): void {
  const get: Get = (path, answer) =>
    parts.core.app.get(`${base}${path}`, async (request, reply) =>
      answer(request.params as Params, request.query as Query, request, reply),
    );
  addDirectoryRoutes(parts, get);
  addProjectRoutes(parts, get);
  addTaskRoutes(parts, get);
  addGoalRoutes(parts, get);
  addEventRoutes(parts, get);
  addSearchRoute(parts, get, search);
  addHookRoutes(parts, get);
}

function addDirectoryRoutes(parts: AsanaParts, get: Get): void {
  const { directory } = parts;
  const list = lister(parts);
  get('/users/me', (_params, query) => single(directory.me, query));
  get('/users/:gid', ({ gid }, query) => single(find(directory.users, gid, 'user'), query));
  get('/users', (_params, query, request) => {
    if (!query.workspace && !query.team) refuse(400, 'workspace: Missing input');
    checkWorkspace(query.workspace, directory);
    return list(directory.users, query, request);
  });
  get('/workspaces', (_params, query, request) => list([directory.workspace], query, request));
  get('/workspaces/:gid', ({ gid }, query) => single(find([directory.workspace], gid, 'workspace'), query));
  get('/workspaces/:gid/users', ({ gid }, query, request) => {
    checkWorkspace(gid, directory);
    return list(directory.users, query, request);
  });
  get('/workspaces/:gid/teams', ({ gid }, query, request) => {
    checkWorkspace(gid, directory);
    return list(directory.teams, query, request);
  });
  get('/teams/:gid', ({ gid }, query) => single(find(directory.teams, gid, 'team'), query));
  get('/time_periods', (_params, query, request) => {
    if (!query.workspace) refuse(400, 'workspace: Missing input');
    checkWorkspace(query.workspace, directory);
    return list(directory.timePeriods, query, request);
  });
}

function addProjectRoutes(parts: AsanaParts, get: Get): void {
  const { core, directory } = parts;
  const list = lister(parts);
  const projects = (query: Query, keep: (project: AsanaRecord) => boolean) => {
    const all = seenScopes(parts)
      .map((scope) => directory.projectAt(scope, core.clock.now))
      .filter(keep);
    return query.archived === undefined
      ? all
      : all.filter((project) => project.archived === (query.archived === 'true'));
  };
  const inTeam = (gid: string | undefined) => (project: AsanaRecord) =>
    (project.team as AsanaRecord | null)?.gid === gid;
  get('/projects', (_params, query, request) => {
    if (query.workspace) checkWorkspace(query.workspace, directory);
    return list(projects(query, query.team ? inTeam(query.team) : () => true), query, request);
  });
  get('/workspaces/:gid/projects', ({ gid }, query, request) => {
    checkWorkspace(gid, directory);
    return list(
      projects(query, () => true),
      query,
      request,
    );
  });
  get('/teams/:gid/projects', ({ gid }, query, request) => list(projects(query, inTeam(gid)), query, request));
  get('/projects/:gid', ({ gid }, query) => single(directory.projectAt(scopeOf(gid, parts), core.clock.now), query));
  get('/projects/:gid/sections', ({ gid }, query, request) =>
    list(directory.sectionsOf(scopeOf(gid, parts)), query, request),
  );
  get('/projects/:gid/custom_field_settings', ({ gid }, query, request) => {
    const scope = scopeOf(gid, parts);
    return list(fieldSettings(scope, core.clock.now, directory), query, request);
  });
}

function fieldSettings(scope: SimScope, now: number, directory: Directory): AsanaRecord[] {
  const project = directory.projectAt(scope, now);
  return directory.customFields.ofScope(scope.id).map((field) => ({
    gid: `${String(field.definition.gid).slice(0, 8)}${scope.vendorId.slice(-8)}`,
    resource_type: 'custom_field_setting',
    custom_field: settingOf(field.definition),
    is_important: true,
    parent: project,
    project,
  }));
}

/** A field's settings carry no value. */
function settingOf(definition: AsanaRecord): AsanaRecord {
  const { display_value, enum_value, number_value, text_value, ...setting } = definition;
  return setting;
}
