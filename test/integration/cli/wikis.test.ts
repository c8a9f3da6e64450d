import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startConfluence } from '../../../src/demo/confluence/index.ts';
import { startNotion } from '../../../src/demo/notion/index.ts';
import type { WikiServer } from '../../../src/demo/wiki-server.ts';
import { smallWikiWorld } from '../../unit/demo/small-wiki.ts';
import { endsAt } from '../../unit/demo/small-world.ts';
import { type Ended, type Home, makeHome } from './command.ts';

/** Starting a command costs a second on a quiet machine, and several where others work too. */
const TIME_LIMIT_MS = 600_000;
let home: Home;
let confluence: WikiServer;
let notion: WikiServer;

beforeAll(async () => {
  home = makeHome();
  const whole = smallWikiWorld();
  const pages = (whole.wikis?.pages ?? []).filter(({ id }) => !/more-\d/.test(id));
  const world = { ...whole, wikis: { spaces: whole.wikis?.spaces ?? [], pages } };
  const options = { now: endsAt, rateLimits: 'counted' } as const;
  confluence = await startConfluence(world, options);
  notion = await startNotion(world, options);
  writeFileSync(join(home.folder, 'confluence-token'), confluence.credentials.token);
  writeFileSync(join(home.folder, 'notion-token'), notion.credentials.token);
});
afterAll(async () => {
  await confluence?.close();
  await notion?.close();
  home?.remove();
});

const good = (ended: Ended) => {
  expect(ended, ended.err).toMatchObject({ code: 0 });
  return ended.out;
};
const connect = (wiki: WikiServer, ...more: string[]) =>
  home.run(['connect', wiki.tool, '--base-url', wiki.url, '--token-file', `${wiki.tool}-token`, ...more]);

it('connects both wikis, reads their documents and looks at them', { timeout: TIME_LIMIT_MS }, async () => {
  const asked = ['--email', confluence.credentials.email ?? ''];
  expect(good(await connect(confluence, ...asked))).toMatch(/Confluence answers as .*Connected as confluence/s);
  expect(good(await connect(notion))).toMatch(/Notion answers as .*Connected as notion/s);
  const { err, code } = await home.run(['sync', '--full']);
  expect(code, err).toBe(0);
  // Each in full, then what vanished.
  expect(err.match(/[1-9]\d* documents? in \d+ requests/g)).toHaveLength(2);
  expect(err.match(/what vanished/g)?.length).toBeGreaterThanOrEqual(2);
  const { findings } = JSON.parse((await home.run(['doctor', '--json'])).out);
  const said = (part: string) =>
    findings.filter((one: { part: string }) => one.part === part).map((one: { says: string }) => one.says);
  for (const part of ['confluence', 'notion']) {
    expect(said(part).join('; ')).toMatch(/answers as .*changes are asked for every few minutes/s);
  }
});
