import { setImmediate } from 'node:timers/promises';
import { startConfluence } from '../../../../src/demo/confluence/index.ts';
import type { Delivery } from '../../../../src/demo/deliveries.ts';
import { startJira } from '../../../../src/demo/jira/index.ts';
import { startNotion } from '../../../../src/demo/notion/index.ts';
import { withConfluenceAt } from '../../../../src/demo/organisation/wikis/addresses.ts';
import { startTrello } from '../../../../src/demo/trello/index.ts';
import type { SimWiki } from '../../../../src/demo/wiki-world.ts';
import type { SimTool } from '../../../../src/demo/world.ts';
import { ENDS_AT } from '../small-world.ts';
import { findSteadyPort } from '../steady-port.ts';
import type { Post, Tools } from '../tools.ts';
import { makeWikiWorld } from './world.ts';

const STARTED = ['confluence', 'notion', 'jira', 'trello'] as const;

export type WikiPorts = Readonly<Record<(typeof STARTED)[number], number>>;

/** Both wikis and two tools whose tasks hang on their pages, as they were at first, at the addresses they had before. */
export async function startWikiTools(ports: WikiPorts): Promise<Tools> {
  const written = makeWikiWorld();
  const post: Post = { verdict: 'send' };
  const options = (tool: SimTool | SimWiki) => ({
    now: ENDS_AT,
    port: ports[tool as keyof WikiPorts],
    rateLimits: 'off' as const,
    retryScale: 0,
    deliver: (_delivery: Delivery) => post.verdict,
  });
  const confluence = await startConfluence(written, options('confluence'));
  const notion = await startNotion(written, options('notion'));
  const world = withConfluenceAt(written, confluence.url);
  const tools = [
    await startJira(world, { ...options('jira'), userTimeZone: 'Asia/Kathmandu' }),
    await startTrello(world, options('trello')),
  ];
  const started = [confluence, notion, ...tools];
  let now = ENDS_AT;
  return {
    world,
    servers: new Map(tools.map((server) => [server.tool, server])),
    wikis: new Map([confluence, notion].map((server) => [server.tool, server])),
    post,
    now: () => now,
    subscribe: async (url) => {
      notion.subscribe(url);
      await setImmediate();
      await notion.settled();
      return (token) => void notion.confirm(token);
    },
    pass: (ms) => {
      now += ms;
      for (const server of started) server.setClock(now);
    },
    close: async () => {
      await Promise.all(started.map((server) => server.close()));
    },
  };
}

export async function findWikiPorts(): Promise<WikiPorts> {
  const found = new Set<number>();
  while (found.size < STARTED.length) found.add(await findSteadyPort());
  const ports = [...found];
  return Object.fromEntries(STARTED.map((tool, at) => [tool, ports[at]])) as unknown as WikiPorts;
}
