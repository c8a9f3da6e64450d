import { readConfig } from '../../../config/config.ts';
import { openRuntime } from '../../compose.ts';
import { makeWorld } from '../../demo/organisation/make-world.ts';
import { TOOL_WORDS } from '../../domain/wording.ts';
import { emptyDatabase } from '../../store/empty.ts';
import { decideInWeek } from '../demo-decisions.ts';
import { holdDigests } from '../demo-digests.ts';
import { type DemoClock, type DemoServer, liveThroughWeeks, WEEKS } from '../demo-weeks.ts';
import { OWNER } from '../owner.ts';
import { serve } from '../serve.ts';
import type { Terminal } from '../terminal.ts';
import { report } from './report.ts';

export interface DemoOptions {
  readonly once: boolean;
  readonly tasks: number;
  readonly seed: string;
}

const DEMO_GREETING = 'This is a demo: simulated Jira, Asana, Trello, Confluence and Notion, a made-up organisation.';

/**
 * A believable organisation in simulated tools: real HTTP on loopback, read through the real connectors week by week, linked and
 * flagged. `--once` prints the report and ends; otherwise it stays up with the dashboard.
 */
export async function demo(terminal: Terminal, options: DemoOptions, signal: AbortSignal): Promise<void> {
  const world = makeWorld({ seed: options.seed, tasks: options.tasks, now: Date.now() });
  const { name: organisationName, timeZone } = world.organisation;
  terminal.say(
    `${organisationName}: ${world.people.length} people, ${world.goals.length} goals, ${world.tasks.length} tasks in simulated tools (seed ${options.seed}).`,
  );
  const clock: DemoClock = { now: world.startsAt };
  const config = readConfig();
  const runtime = await openRuntime(
    // It begins by emptying its database, so it never takes the one that real work is in, nor that work's queue.
    {
      ...config,
      timeZone,
      dataFolder: `${config.dataFolder}-demo`,
      databaseUrl: null,
      redisUrl: null,
      // Its people are made up, and their addresses may not be.
      mail: null,
      // Where the simulated tools are.
      privateRanges: ['127.0.0.1'],
    },
    { now: () => clock.now, organisationName, areToolsSimulated: true, onNotice: terminal.say },
  );
  try {
    await runtime.embedded?.claimService();
    await emptyDatabase(runtime.db, { organisationName, timeZone });
    const progress = terminal.progress(`Reading ${WEEKS} weeks of history`, WEEKS + 1);
    const servers = await liveThroughWeeks(runtime, world, clock, signal, async (week, owner) => {
      await decideInWeek(runtime, { world, week, owner }, signal);
      progress.update(week, WEEKS + 1, `week ${week}`);
    });
    progress.stop('done');
    try {
      if (options.once) return await report(terminal, runtime, OWNER, {});
      await holdDigests(runtime, signal);
      for (const server of servers) {
        server.setClock(Date.now());
        server.runClock();
      }
      await serve(
        terminal,
        { ...runtime, now: () => Date.now() },
        { signal, areToolsHere: true, greeting: [DEMO_GREETING, ...pagesOf(servers)] },
      );
    } finally {
      await Promise.all(servers.map((server) => server.close()));
    }
  } finally {
    await runtime.close();
  }
}

/** Where a person changes by hand what is made up. */
function pagesOf(servers: readonly DemoServer[]): string[] {
  return servers.map(({ tool, url }) => `Change something in the simulated ${TOOL_WORDS[tool]}: ${url}/demo/`);
}
