import { jira } from '../../connectors/jira/index.ts';
import { startJira } from '../../src/demo/jira/index.ts';
import { makeWorld } from '../../src/demo/organisation/make-world.ts';
import { describeConnector } from './describe-connector.ts';

const world = makeWorld({ seed: 'contract', tasks: 1200, now: Date.UTC(2026, 10, 20, 9) });

describeConnector('Jira', {
  definition: jira,
  start: () => startJira(world, { now: world.endsAt, rateLimits: 'off' }),
  expectedIds: (scope) => {
    const held = world.scopes.find((one) => one.tool === 'jira' && one.vendorId === scope.externalId);
    return world.tasks
      .filter((task) => task.scopeId === held?.id && task.createdAt <= world.endsAt)
      .map((task) => task.vendorId);
  },
  hiddenScope: { externalId: '99999999', key: 'GONE', name: 'Gone' },
  isTaskPage: ({ path, body }) =>
    path.startsWith('/rest/api/3/search/jql') &&
    (body as { fields?: string[] } | null)?.fields?.includes('summary') === true,
  tasksOf: (body) => (body as { issues: Record<string, unknown>[] }).issues,
  dropField: (issue) => {
    delete (issue.fields as Record<string, unknown>).labels;
  },
  spoil: (issue) => {
    (issue.fields as Record<string, unknown>).status = 'not an object';
  },
});
