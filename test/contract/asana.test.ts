import { asana } from '../../connectors/asana/index.ts';
import { startAsana } from '../../src/demo/asana/index.ts';
import { makeWorld } from '../../src/demo/organisation/make-world.ts';
import { describeConnector } from './describe-connector.ts';

const world = makeWorld({ seed: 'contract', tasks: 3000, now: Date.UTC(2026, 10, 20, 9) });
const byId = new Map(world.tasks.map((task) => [task.id, task]));

describeConnector('Asana', {
  definition: asana,
  start: () => startAsana(world, { now: world.endsAt, rateLimits: 'off' }),
  expectedIds: (scope) => {
    const held = world.scopes.find((one) => one.tool === 'asana' && one.vendorId === scope.externalId);
    return world.tasks
      .filter((task) => task.tool === 'asana' && task.createdAt <= world.endsAt)
      .filter((task) => {
        let top = task;
        while (top.parentId !== null) top = byId.get(top.parentId) ?? top;
        return top.scopeId === held?.id || top.alsoIn.some((also) => also.scopeId === held?.id);
      })
      .map((task) => task.vendorId);
  },
  hiddenScope: { externalId: '99999999', key: null, name: 'Gone' },
  isTaskPage: ({ path }) => path.startsWith('/api/1.0/tasks?') && path.includes('notes'),
  tasksOf: (body) => (body as { data: Record<string, unknown>[] }).data,
  dropField: (task) => {
    delete task.tags;
  },
  spoil: (task) => {
    task.name = 7;
  },
});
