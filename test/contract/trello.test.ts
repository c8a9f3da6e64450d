import { trello } from '../../connectors/trello/index.ts';
import { makeWorld } from '../../src/demo/organisation/make-world.ts';
import { startTrello } from '../../src/demo/trello/index.ts';
import { describeConnector } from './describe-connector.ts';

// So large that one board has more cards than Trello gives in one answer.
const world = makeWorld({ seed: 'contract', tasks: 26_000, now: Date.UTC(2026, 10, 20, 9) });

describeConnector('Trello', {
  definition: trello,
  start: () => startTrello(world, { now: world.endsAt, rateLimits: 'off' }),
  expectedIds: (scope) => {
    const held = world.scopes.find((one) => one.tool === 'trello' && one.vendorId === scope.externalId);
    return world.tasks
      .filter((task) => task.scopeId === held?.id && task.createdAt <= world.endsAt)
      .map((task) => task.vendorId);
  },
  hiddenScope: { externalId: '5f5f5f5f5f5f5f5f5f5f5f5f', key: null, name: 'Gone' },
  isTaskPage: ({ path }) => /^\/1\/boards\/\w+\/cards\?/.test(path) && path.includes('fields=name'),
  tasksOf: (body) => body as Record<string, unknown>[],
  dropField: (card) => {
    delete card.labels;
  },
  spoil: (card) => {
    card.name = 7;
  },
});
