import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type ConsentOptions, connectByConsent } from '../../../src/cli/commands/connect-oauth.ts';
import type { Terminal } from '../../../src/cli/terminal.ts';
import { startJira } from '../../../src/demo/jira/index.ts';
import { makeWorld } from '../../../src/demo/organisation/make-world.ts';
import type { SimServer } from '../../../src/demo/world.ts';
import type { SourceName } from '../../../src/domain/task.ts';
import { createTestDatabase, type TestDatabase } from '../../helpers/database.ts';
import { LOOPBACK } from '../../helpers/loopback.ts';
import { CLIENT, type Consent, type FakeOAuth, startFakeOAuth } from '../../helpers/oauth-server.ts';
import { secrets } from '../../helpers/oauth-tokens.ts';

const scopes = ['read:jira-work', 'read:jira-user', 'manage:jira-webhook'];
const larkfield = { id: 'cloud-1', name: 'Larkfield', url: 'https://larkfield.example', scopes };
const borealis = { id: 'cloud-2', name: 'Borealis', url: 'https://borealis.example', scopes };
const world = makeWorld({ seed: 'consent', tasks: 60, now: Date.UTC(2026, 10, 20, 9) });
let folder: string;
let clientSecretFile: string;
let database: TestDatabase;
let jira: SimServer;
let vendor: FakeOAuth;
let said: string[];
let printed: string[];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-consent-'));
  clientSecretFile = join(folder, 'secret');
  writeFileSync(clientSecretFile, `${CLIENT.clientSecret}\n`);
  database = await createTestDatabase();
  jira = await startJira(world, { now: world.endsAt, rateLimits: 'off', asApp: true });
  const authorization = `Bearer ${jira.credentials.token}`;
  vendor = await startFakeOAuth({ redirectUri: '', upstreams: { jira: { url: jira.url, authorization } } });
});
afterAll(async () => {
  await vendor?.close();
  await jira?.close();
  await database?.drop();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(() => {
  said = [];
  printed = [];
  vendor.violations.length = 0;
});

const terminal: Terminal = {
  isJson: false,
  print: (line = '') => void printed.push(line),
  printJson: () => undefined,
  say: (line) => void said.push(line),
  progress: () => ({ update: () => undefined, stop: () => undefined }),
};

function run(given: Partial<ConsentOptions> = {}, tool: SourceName = 'jira'): Promise<void> {
  const config = { atlassianAuthUrl: vendor.url, atlassianApiUrl: vendor.url };
  const runtime = { db: database.db, secrets, reach: LOOPBACK, now: () => world.endsAt, config };
  const options = { callbackPort: 0, clientId: CLIENT.clientId, clientSecretFile, ...given };
  return connectByConsent(terminal, runtime, tool, options, AbortSignal.timeout(110_000));
}

const saidAfter = (words: string) => said.find((line) => line.includes(words))?.split(words)[1] ?? '';

/** What a person does with what the command says. */
async function follow(how: Consent): Promise<string> {
  await expect.poll(() => saidAfter('consent: ')).toMatch(/^http/);
  vendor.redirectUri = saidAfter('there must be: ');
  const back = (await vendor.consent(saidAfter('consent: '), how)).replace('localhost', '127.0.0.1');
  // Somebody else on this machine looks in first.
  expect((await fetch(new URL('/', back))).status).toBe(404);
  return (await fetch(back)).text();
}

it('connects what a person consents to, and says what to add to the app and what to open', async () => {
  const [page] = await Promise.all([follow({ sites: [larkfield] }), run()]);
  expect(page).toContain('go back to the terminal');
  expect(saidAfter('there must be: ')).toMatch(/^http:\/\/localhost:\d+\/oauth\/callback$/);
  expect(printed.join('\n')).toMatch(/Jira answers as .+\nConnected as jira\. Next: plumbline sync jira/);
  expect(vendor.violations).toEqual([]);
  expect([...said, ...printed].join()).not.toContain(CLIENT.clientSecret);
});

it('names the sites where several are covered and nobody can be asked', async () => {
  const ended = run().catch((error: Error) => error);
  await follow({ sites: [larkfield, borealis] });
  expect(await ended).toMatchObject({
    code: 'no-consent',
    message: expect.stringContaining('Borealis (https://borealis.example); name one of them with --base-url'),
  });
});

it('says that a person gave no consent', async () => {
  const ended = run().catch((error: Error) => error);
  await follow({ isDenied: true });
  expect(await ended).toMatchObject({ code: 'no-consent', message: expect.stringContaining('gave no consent') });
});

it.each<[string, Partial<ConsentOptions>, SourceName, string]>([
  ['without a client id', { clientId: undefined }, 'jira', 'missing-credentials'],
  ['without a secret', { clientSecretFile: undefined }, 'jira', 'missing-credentials'],
  ['of a tool that knows no consent', {}, 'trello', 'no-consent'],
])('refuses a call %s', async (_, given, tool, code) => {
  await expect(run(given, tool)).rejects.toMatchObject({ code });
  expect(said).toEqual([]);
});
