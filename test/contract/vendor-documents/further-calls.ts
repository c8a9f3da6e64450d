/** Calls the simulators answer and no connector makes in a pull: what they answer must be the vendors' too. */
import type { SimTool, World } from '../../../src/demo/world.ts';

import { richTask } from './more-pages.ts';

export interface Call {
  readonly path: string;
  /** Sent as JSON by POST; a GET without. */
  readonly body?: unknown;
}

/** Names of ids in a path, and where to find them. `$SYNC` and the like come out of an answer before. */
export function furtherCalls(tool: SimTool, world: World, ids: Readonly<Record<string, string>>): Call[] {
  const task = richTask(world, tool);
  const scope = world.scopes.find((each) => each.id === task.scopeId);
  if (!scope) throw new Error('The task has no scope.');
  const fill = (path: string) =>
    path
      .replace('SCOPE', scope.vendorId)
      .replace('TASK', task.vendorId)
      .replace('GROUP', scope.groups[0]?.vendorId ?? '')
      .replace(/\$(\w+)/, (_name, id: string) => ids[id] ?? '');
  return calls[tool].map(({ path, body }) => ({ path: fill(path), ...(body ? { body } : {}) }));
}

const calls: Readonly<Record<SimTool, readonly Call[]>> = {
  jira: [
    {
      path: '/rest/api/3/search/jql?jql=project%20in%20(ONB%2C%20INT)%20order%20by%20id&fields=summary&fields=status&maxResults=10',
    },
    { path: '/rest/api/3/search/approximate-count', body: { jql: 'project = ONB' } },
    { path: '/rest/api/3/issue/TASK' },
    { path: '/rest/api/3/issue/TASK/changelog' },
    { path: '/rest/api/3/issue/TASK/remotelink' },
    { path: '/rest/api/3/statuses/search' },
    { path: '/rest/api/3/users/search?maxResults=10' },
  ],
  asana: [
    { path: '/api/1.0/workspaces/$WORKSPACE' },
    { path: '/api/1.0/workspaces/$WORKSPACE/users?opt_fields=name,email' },
    { path: '/api/1.0/workspaces/$WORKSPACE/teams' },
    { path: '/api/1.0/workspaces/$WORKSPACE/projects?limit=5' },
    { path: '/api/1.0/projects?workspace=$WORKSPACE&archived=false' },
    { path: '/api/1.0/projects/SCOPE' },
    { path: '/api/1.0/projects/SCOPE/tasks?limit=10&completed_since=now' },
    { path: '/api/1.0/projects/SCOPE/custom_field_settings' },
    { path: '/api/1.0/sections/GROUP/tasks?limit=10' },
    { path: '/api/1.0/tasks?project=SCOPE&limit=100&modified_since=2026-11-01T00%3A00%3A00Z' },
    { path: '/api/1.0/tasks/TASK' },
    { path: '/api/1.0/tasks/TASK/stories' },
    { path: '/api/1.0/goals?workspace=$WORKSPACE&is_workspace_level=true' },
    { path: '/api/1.0/goals/$GOAL' },
    { path: '/api/1.0/goals?project=SCOPE' },
    { path: '/api/1.0/time_periods?workspace=$WORKSPACE' },
    { path: '/api/1.0/users/$USER' },
    { path: '/api/1.0/events?resource=SCOPE&sync=$SYNC' },
  ],
  trello: [
    { path: '/1/members/me' },
    { path: '/1/members/me/boards' },
    { path: '/1/boards/SCOPE' },
    {
      path: '/1/boards/SCOPE?fields=all&lists=open&labels=all&customFields=true&members=all&memberships=all&cards=open&actions=all',
    },
    { path: '/1/boards/SCOPE/lists' },
    { path: '/1/boards/SCOPE/labels?limit=1000' },
    { path: '/1/boards/SCOPE/customFields' },
    { path: '/1/boards/SCOPE/members' },
    { path: '/1/boards/SCOPE/memberships' },
    { path: '/1/boards/SCOPE/cards/open' },
    { path: '/1/boards/SCOPE/actions?limit=1000' },
    { path: '/1/cards/TASK?customFieldItems=true' },
    { path: '/1/cards/TASK/actions' },
  ],
};
