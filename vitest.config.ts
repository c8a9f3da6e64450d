import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';

const ground = 'test/helpers/global-ground.ts';
const postgres = 'test/helpers/global-postgres.ts';
const dashboard = 'test/helpers/global-dashboard.ts';
const seed = 'test/helpers/same-seed.ts';

const LONG = [
  'test/integration/{kills,model}/**/*.test.ts',
  'test/integration/demo/{truth,webhooks}.test.ts',
  'test/integration/cli/{commands,wikis}.test.ts',
  'test/integration/workers/{delivery,faults,judge,start}.test.ts',
  'test/integration/api/{access,digest-links,faults,first-run,hidden,people,settings}.test.ts',
  'test/integration/views/{consistency,judged,order}.test.ts',
  'test/integration/usecases/{connection-health,decide-proposal,learn-examples,live-tools,measure-parents,oauth-tokens}.test.ts',
  'test/integration/usecases/{order-asks,outgoing,read-themes,send-digests,shared-budget,take-census,tool-gate}.test.ts',
  'test/integration/store/embedded{,-users}.test.ts',
];

/** Settings of the machine that must not leak into a test; an empty one counts as not set. */
const unset = { PLUMBLINE_DATA: '', DATABASE_URL: '', REDIS_URL: '' };

/**
 * Time limits are there to end what hangs. They cost nothing else, so they hold where twenty others want the same two cores; a test that
 * needs longer says so itself.
 */
function project(
  name: string,
  include: string[],
  options: TestProjectInlineConfiguration['test'],
): TestProjectInlineConfiguration {
  const common = { globalSetup: [ground], setupFiles: [seed], testTimeout: 120_000, hookTimeout: 600_000 };
  return { test: { name, include, ...common, ...options } };
}

export default defineConfig({
  test: {
    reporters: ['default', './test/helpers/fixtures-reporter.ts'],
    // Many tests wait for child processes and servers: on two cores three files at a time take half as long as one.
    maxWorkers: 3,
    // Whoever waits for a condition waits as long as a busy machine may take, not vitest's one second.
    expect: { poll: { timeout: 30_000 } },
    projects: [
      project('unit', ['test/unit/**/*.test.{ts,tsx}'], { env: unset }),
      project('contract', ['test/contract/**/*.test.ts'], { env: unset }),
      project('integration', ['test/integration/**/*.test.ts'], {
        exclude: LONG,
        env: { REDIS_URL: '' },
        globalSetup: [ground, postgres],
      }),
      // Random histories, kills at random moments, faults that take their time to show, matrices over every route, the command line in
      // processes of its own, and the whole demo against what is true of it:
      // `npm run test:long`.
      project('long', LONG, { env: { REDIS_URL: '' }, globalSetup: [ground, postgres] }),
      // The suites of queue and workers once more, on Redis: `npm run test:redis`.
      project('redis', ['test/redis/**/*.test.ts', 'test/integration/{queue,workers}/**/*.test.ts'], {
        globalSetup: [ground, postgres],
      }),
      // With a real browser: `npm run test:browser`.
      project('browser', ['test/e2e/**/*.test.ts'], {
        globalSetup: [ground, postgres, dashboard],
      }),
    ],
  },
});
