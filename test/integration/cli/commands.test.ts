import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importFiles } from '../../../src/demo/organisation/import-files.ts';
import { makeWorld } from '../../../src/demo/organisation/make-world.ts';
import { startTrello } from '../../../src/demo/trello/index.ts';
import type { SimServer } from '../../../src/demo/world.ts';
import { type EmbeddedDatabase, openEmbedded } from '../../../src/store/embedded.ts';
import { type Ended, errorLines, type Home, makeHome, type Running } from './command.ts';

const world = makeWorld({ seed: 'cli', tasks: 80, now: Date.parse('2026-11-18T15:00:00Z') });
/** Starting a command costs a second on a quiet machine, and several where others work too. */
const TIME_LIMIT_MS = 600_000;

let home: Home;
let trello: SimServer;
beforeAll(async () => {
  home = makeHome();
  trello = await startTrello(world, { now: world.endsAt, rateLimits: 'counted' });
  const files = importFiles(world);
  writeFileSync(join(home.folder, 'goals.csv'), files.goals);
  writeFileSync(join(home.folder, 'people.csv'), files.people);
  writeFileSync(join(home.folder, 'rules.yaml'), files.rules);
  writeFileSync(join(home.folder, 'token'), `${trello.credentials.token}\n`);
  writeFileSync(join(home.folder, 'bad-token'), 'nonsense\n');
  writeFileSync(join(home.folder, 'secret'), `${trello.credentials.appSecret}\n`);
  writeFileSync(join(home.folder, 'nothing'), '\n');
});
afterAll(async () => {
  await trello?.close();
  home?.remove();
});

function good(ended: Ended): Ended {
  expect(ended, ended.err).toMatchObject({ code: 0 });
  return ended;
}

/** One clear line, nothing on standard output, and a non-zero exit. */
function refused(ended: Ended): string {
  const lines = errorLines(ended);
  expect(lines, ended.err).toHaveLength(1);
  expect(ended.code).not.toBe(0);
  expect(ended.out).toBe('');
  expect(lines[0]).not.toMatch(/Something went wrong|at .*\.ts:\d/);
  return lines[0] ?? '';
}

const json = (ended: Ended) => JSON.parse(good(ended).out);
const cards = world.tasks.flatMap((task) => (task.tool === 'trello' && task.key && !task.mirrorOf ? [task.key] : []));
const connect = (tokenFile: string, key = trello.credentials.key ?? '') => [
  'connect',
  'trello',
  '--base-url',
  trello.url,
  '--key',
  key,
  '--token-file',
  tokenFile,
];

/**
 * Every command, for people or for programs. Starting a command costs a second, so each is run in one form while nothing runs and in the
 * other while the service does.
 */
async function everyCommand(form: 'plain' | 'json'): Promise<void> {
  const isJson = form === 'json';
  const flag = isJson ? ['--json'] : [];
  const run = async (...args: string[]) => {
    const ended = good(await home.run([...args, ...flag]));
    return isJson ? JSON.stringify(JSON.parse(ended.out)) : ended.out;
  };
  await run('import', 'people', 'people.csv', '--yes');
  await run('import', 'goals', 'goals.csv', '--yes');
  await run('import', 'rules', 'rules.yaml', '--yes');
  await run(...connect('token'), '--secret-file', 'secret');
  await run('sync', ...(isJson ? ['trello', '--full'] : []));
  expect(await run('report')).toMatch(/trello/i);
  expect(await run('explain', cards[0] ?? '')).toContain(cards[0]);
  expect(await run('sign-in-link')).toMatch(/http/);
  await run('export', 'labels', '--out', 'labels.json');
  expect(await run('evaluate', 'labels.json', '--seeded', '--predictions', 'said.jsonl')).toMatch(/accuracy/);
  // It finds fault with the missing workers, and says so in its exit.
  const doctor = await home.run(['doctor', ...flag]);
  expect(isJson ? JSON.stringify(JSON.parse(doctor.out)) : doctor.out).toMatch(/[✓!✗]|good/);
}

describe('when nothing runs', () => {
  it('every command speaks to programs', () => everyCommand('json'), TIME_LIMIT_MS);

  it(
    'a person sees what is theirs, and no more',
    async () => {
      const whole = json(await home.run(['report', '--json']));
      const lead = world.people.find((person) => person.id === world.teams[0]?.leadId);
      const own = json(await home.run(['report', '--json', '--as', lead?.email ?? '']));
      expect(own.alignment.coverage.visible).toBeLessThan(whole.alignment.coverage.visible);
      expect(own.alignment.coverage.visible + own.alignment.coverage.hidden).toBe(whole.alignment.coverage.visible);
      expect(refused(await home.run(['report', '--as', 'nobody@example.org']))).toContain('nobody@example.org');
    },
    TIME_LIMIT_MS,
  );

  it(
    'a payload is read from standard input, without any database',
    async () => {
      const card = JSON.stringify({ id: '65f0c0ffee0000000000abcd', name: 'Beds' });
      expect(json(await home.run(['inspect', 'trello', 'rest', '-', '--json'], card))).toMatchObject({
        tool: 'trello',
      });
      good(await home.run(['inspect', 'trello', 'rest', '-'], '[]'));
      expect(refused(await home.run(['inspect', 'trello', 'rest', '-'], '{'))).toContain('not JSON');
    },
    TIME_LIMIT_MS,
  );
});

describe('what is mistaken', () => {
  // The database stays up between these commands: starting and stopping it is most of what each would take.
  let database: EmbeddedDatabase | undefined;
  beforeAll(async () => {
    database = await openEmbedded(join(home.folder, 'data'));
  }, TIME_LIMIT_MS);
  afterAll(() => database?.stop());

  it.each<[string, () => readonly string[]]>([
    ['a number that is none', () => ['demo', '--tasks', 'x']],
    ['an unknown command', () => ['reprot']],
    ['an unknown option', () => ['report', '--jsn']],
    ['a missing argument', () => ['explain']],
    ['an unknown tool', () => ['connect', 'fax', '--base-url', 'http://x', '--token-file', 'token']],
    ['a day that is none', () => ['report', '--as-of', '2026-02-31']],
    ['a task that is none', () => ['explain', 'ZZZ-999']],
    ['a connection that is none', () => ['sync', 'fax']],
    ['a day to read again from that is none', () => ['sync', '--since', 'yesterday']],
    ['a file that is none', () => ['import', 'goals', 'nowhere.csv']],
    ['a token that is refused', () => connect('bad-token')],
    ['a secret file that is none', () => [...connect('token'), '--secret-file', 'nowhere']],
    ['a secret file that holds none', () => [...connect('token'), '--secret-file', 'nothing']],
    [
      'an address that does not answer',
      () => ['connect', 'trello', '--base-url', 'http://127.0.0.1:9', '--key', 'k', '--token-file', 'token'],
    ],
    [
      'an address that is none',
      () => ['connect', 'trello', '--base-url', 'trello', '--key', 'k', '--token-file', 'token'],
    ],
    ['a data set that is none', () => ['evaluate', 'nowhere.json']],
    ['a data set of another form', () => ['evaluate', 'goals.csv']],
    ['a file that cannot be written', () => ['export', 'labels', '--out', 'nowhere/labels.json']],
    ['a key left out', () => ['connect', 'trello', '--base-url', trello.url, '--token-file', 'token']],
  ])(
    '%s is one clear line and a non-zero exit',
    async (_title, args) => {
      refused(await home.run(args()));
    },
    TIME_LIMIT_MS,
  );
});

describe('while the service runs', () => {
  let service: Running;
  beforeAll(async () => {
    service = home.begin(['start', '--json']);
    await service.says(/"url": "http[^"]+"/);
  }, TIME_LIMIT_MS);
  afterAll(() => void service?.child.kill('SIGKILL'));

  it('every command speaks to people', () => everyCommand('plain'), TIME_LIMIT_MS);

  it(
    'a second start is refused with one line',
    async () => {
      refused(await home.run(['start']));
    },
    TIME_LIMIT_MS,
  );

  it(
    'it ends on SIGTERM, with 0, within 25 s, and takes its database with it',
    async () => {
      const at = Date.now();
      service.child.kill('SIGTERM');
      good(await service.ends());
      expect(Date.now() - at).toBeLessThan(25_000);
      expect(home.serverPid()).toBeNull();
    },
    TIME_LIMIT_MS,
  );
});

describe('after a sudden death', () => {
  it(
    'of the service and of its database, the next start is as before',
    async () => {
      const first = home.begin(['start', '--only', 'workers']);
      await first.says(/works on jobs/);
      const pid = home.serverPid();
      first.child.kill('SIGKILL');
      await first.ends();
      if (pid) process.kill(pid, 'SIGKILL');
      const second = home.begin(['start', '--only', 'workers']);
      await second.says(/works on jobs/);
      expect(json(await home.run(['report', '--json'])).tasks.trello).toBeGreaterThan(0);
      second.child.kill('SIGTERM');
      good(await second.ends());
      expect(pid).not.toBeNull();
    },
    TIME_LIMIT_MS,
  );
});
