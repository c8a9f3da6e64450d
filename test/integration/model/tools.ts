import { startAsana } from '../../../src/demo/asana/index.ts';
import type { Delivery, Verdict } from '../../../src/demo/deliveries.ts';
import { startJira } from '../../../src/demo/jira/index.ts';
import { startTrello } from '../../../src/demo/trello/index.ts';
import type { WikiServer } from '../../../src/demo/wiki-server.ts';
import type { SimWiki } from '../../../src/demo/wiki-world.ts';
import type { SimServer, SimTool, World } from '../../../src/demo/world.ts';
import { ENDS_AT, makeSmallWorld } from './small-world.ts';
import { findSteadyPort } from './steady-port.ts';

/** What becomes of the next deliveries; a history changes it. */
export interface Post {
  verdict: Verdict;
}

export interface Tools {
  readonly world: World;
  readonly servers: ReadonlyMap<SimTool, SimServer>;
  readonly wikis: ReadonlyMap<SimWiki, WikiServer>;
  readonly post: Post;
  readonly now: () => number;
  /** Gives Notion an address to tell of changes, and waits for its token to arrive there. @returns Gives the token back. */
  readonly subscribe?: (url: string) => Promise<(token: string) => void>;
  /** Later, for all of them and for us. */
  pass(ms: number): void;
  close(): Promise<void>;
}

export type Ports = Readonly<Record<SimTool, number>>;

/** The three tools, holding the small world as it was, at the addresses they had before. */
export async function startTools(ports: Ports | null): Promise<Tools> {
  const world = makeSmallWorld();
  const post: Post = { verdict: 'send' };
  const at = ports ?? (await findPorts());
  const options = (tool: SimTool) => ({
    now: ENDS_AT,
    port: at[tool],
    rateLimits: 'off' as const,
    retryScale: 0,
    deliver: (_delivery: Delivery) => post.verdict,
  });
  const started = [
    // Their clock stands in a zone a quarter of an hour off the hour (J6).
    await startJira(world, { ...options('jira'), userTimeZone: 'Asia/Kathmandu' }),
    await startAsana(world, options('asana')),
    await startTrello(world, options('trello')),
  ];
  let now = ENDS_AT;
  return {
    world,
    servers: new Map(started.map((server) => [server.tool, server])),
    wikis: new Map(),
    post,
    now: () => now,
    pass: (ms) => {
      now += ms;
      for (const server of started) server.setClock(now);
    },
    close: async () => {
      await Promise.all(started.map((server) => server.close()));
    },
  };
}

async function findPorts(): Promise<Ports> {
  const found = new Set<number>();
  while (found.size < 3) found.add(await findSteadyPort());
  const [jira = 0, asana = 0, trello = 0] = found;
  return { jira, asana, trello };
}

export function portsOf({ servers }: Tools): Ports {
  return Object.fromEntries([...servers].map(([tool, { url }]) => [tool, Number(new URL(url).port)])) as Ports;
}
