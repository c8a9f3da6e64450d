import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ConfigError, parseConfig, readJudgeKey, SETTING_NAMES } from '../../../config/config.ts';

const checkout = resolve(import.meta.dirname, '../../..');

function problemsOf(env: Record<string, string>): readonly string[] {
  try {
    parseConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe('parseConfig', () => {
  it('needs no setting at all, and listens on the loopback address only', () => {
    expect(parseConfig({})).toEqual({
      dataFolder: join(checkout, '.plumbline'),
      databaseUrl: null,
      redisUrl: null,
      host: '127.0.0.1',
      port: 4680,
      publicUrl: null,
      atlassianAuthUrl: 'https://auth.atlassian.com',
      atlassianApiUrl: 'https://api.atlassian.com',
      secretKey: null,
      replacedSecretKeys: [],
      privateRanges: [],
      logLevel: 'info',
      timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      judge: null,
      mail: null,
    });
  });

  it('keeps the data in the checkout wherever it is run', () => {
    const before = process.cwd;
    process.cwd = () => tmpdir();
    try {
      expect(parseConfig({}).dataFolder).toBe(join(checkout, '.plumbline'));
    } finally {
      process.cwd = before;
    }
  });

  it('takes an empty setting as not set', () => {
    const empty = Object.fromEntries(SETTING_NAMES.map((name) => [name, name.length % 2 ? '' : '  ']));
    expect(parseConfig(empty)).toEqual(parseConfig({}));
  });

  it.each([
    ['DATABASE_URL', 'postgresql://a:b@db/plumbline', 'databaseUrl', 'postgresql://a:b@db/plumbline'],
    ['REDIS_URL', 'rediss://cache:6380/1', 'redisUrl', 'rediss://cache:6380/1'],
    ['PLUMBLINE_HOST', '::', 'host', '::'],
    ['PLUMBLINE_PORT', '0', 'port', 0],
    ['PLUMBLINE_PORT', '65535', 'port', 65_535],
    ['PLUMBLINE_PUBLIC_URL', 'https://plumb.example.org/', 'publicUrl', 'https://plumb.example.org'],
    ['PLUMBLINE_ATLASSIAN_AUTH_URL', 'http://127.0.0.1:4700/', 'atlassianAuthUrl', 'http://127.0.0.1:4700'],
    ['PLUMBLINE_ATLASSIAN_API_URL', 'http://127.0.0.1:4701/x', 'atlassianApiUrl', 'http://127.0.0.1:4701'],
    ['PLUMBLINE_LOG_LEVEL', 'debug', 'logLevel', 'debug'],
    ['PLUMBLINE_TIME_ZONE', 'Asia/Kolkata', 'timeZone', 'Asia/Kolkata'],
    ['PLUMBLINE_DATA', '/var/lib/plumbline', 'dataFolder', '/var/lib/plumbline'],
  ] as const)('reads %s=%s', (name, text, key, value) => {
    expect(parseConfig({ [name]: text })[key]).toBe(value);
  });

  it('reads addresses and ranges, and refuses what is neither', () => {
    const ranges = (text: string) => parseConfig({ PLUMBLINE_PRIVATE_RANGES: text }).privateRanges;
    expect(ranges('10.1.0.0/16, 192.168.7.9,::1,fd00::/8')).toEqual(['10.1.0.0/16', '192.168.7.9', '::1', 'fd00::/8']);
    for (const wrong of ['jira.local', '10.1.0.0/33', '10.1.0.0/16/2', '10.1', '::1/129', '10.0.0.0/']) {
      expect(() => ranges(wrong), wrong).toThrow(/PLUMBLINE_PRIVATE_RANGES must be addresses or ranges/);
    }
  });

  it.each(['base64', 'base64url', 'hex'] as const)('reads a secret key in %s', (encoding) => {
    const key = Buffer.from(Array.from({ length: 32 }, (_, index) => (index * 37 + 250) % 256));
    expect(parseConfig({ PLUMBLINE_SECRET_KEY: key.toString(encoding) }).secretKey).toEqual(key);
  });

  it('reads several replaced keys, and refuses them all when one is none', () => {
    const keys = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
    const text = `${keys[0]?.toString('hex')}, ${keys[1]?.toString('base64')}`;
    expect(parseConfig({ PLUMBLINE_REPLACED_SECRET_KEYS: text }).replacedSecretKeys).toEqual(keys);
    expect(() => parseConfig({ PLUMBLINE_REPLACED_SECRET_KEYS: `${text},hunter2` })).toThrow(
      /PLUMBLINE_REPLACED_SECRET_KEYS must be keys of 32 bytes/,
    );
  });

  it.each([
    ['DATABASE_URL', 'mysql://root:hunter2@db/x'],
    ['DATABASE_URL', 'hunter2'],
    ['REDIS_URL', 'http://hunter2@cache'],
    ['PLUMBLINE_HOST', 'http://hunter2'],
    ['PLUMBLINE_PORT', '65536'],
    ['PLUMBLINE_PORT', '-1'],
    ['PLUMBLINE_PORT', '80.5'],
    ['PLUMBLINE_PUBLIC_URL', 'ftp://plumb.example.org'],
    ['PLUMBLINE_PUBLIC_URL', 'https://user:hunter2@plumb.example.org'],
    ['PLUMBLINE_SECRET_KEY', 'hunter2'],
    ['PLUMBLINE_SECRET_KEY', 'ab'.repeat(31)],
    ['PLUMBLINE_LOG_LEVEL', 'loud'],
    ['PLUMBLINE_TIME_ZONE', 'Atlantis/Poseidonis'],
  ])('refuses %s=%s, by name and without the value', (name, text) => {
    const problems = problemsOf({ [name]: text });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(new RegExp(`^${name} must be `));
    expect(problems[0]).not.toContain(text);
    expect(problems[0]).not.toContain('hunter2');
  });

  it('names every faulty setting at once, in one line', () => {
    const wrong = { DATABASE_URL: 'x', REDIS_URL: 'x', PLUMBLINE_PORT: 'x', PLUMBLINE_LOG_LEVEL: 'x' };
    expect(problemsOf(wrong).map((problem) => problem.split(' ')[0])).toEqual(Object.keys(wrong));
    expect(() => parseConfig(wrong)).toThrow(/^Faulty settings: [^\n]+\.$/);
  });
});

describe('the judge', () => {
  const on = { PLUMBLINE_JUDGE_URL: 'https://llm.example.org/v1/', PLUMBLINE_JUDGE_MODEL: 'mistral-small' };

  it('is off without an address, whatever else is set', () => {
    expect(parseConfig({ ...on, PLUMBLINE_JUDGE_URL: '', PLUMBLINE_JUDGE_KEY: 'hunter2' }).judge).toBeNull();
  });

  it('sees titles alone and may ask little, where nobody says otherwise', () => {
    expect(parseConfig(on).judge).toEqual({
      url: 'https://llm.example.org/v1',
      model: 'mistral-small',
      key: null,
      keyFile: null,
      seesText: false,
      requestsPerDay: 100,
      tokensPerDay: 100_000,
    });
  });

  it.each([
    ['PLUMBLINE_JUDGE_URL', 'https://user:hunter2@llm.example.org'],
    ['PLUMBLINE_JUDGE_MODEL', ''],
    ['PLUMBLINE_JUDGE_KEY', 'hunter2\r\nx: y'],
    ['PLUMBLINE_JUDGE_SEES_TEXT', 'hunter2'],
    ['PLUMBLINE_JUDGE_REQUESTS_PER_DAY', '0'],
    ['PLUMBLINE_JUDGE_TOKENS_PER_DAY', '-1'],
  ])('refuses %s=%j, without the value', (name, text) => {
    const problems = problemsOf({ ...on, [name]: text });
    expect(problems).toEqual([expect.stringMatching(new RegExp(`^${name} must `))]);
    expect(problems[0]).not.toContain('hunter2');
  });

  it('takes its key from the setting or from a file, never from both', () => {
    const folder = mkdtempSync(join(tmpdir(), 'judge-'));
    try {
      const file = join(folder, 'key');
      writeFileSync(file, 'hunter2\n');
      const fromFile = parseConfig({ ...on, PLUMBLINE_JUDGE_KEY_FILE: file }).judge;
      expect(fromFile && readJudgeKey(fromFile)).toBe('hunter2');
      expect(readJudgeKey({ key: 'hunter3', keyFile: null })).toBe('hunter3');
      expect(() => readJudgeKey({ key: null, keyFile: join(folder, 'none') })).toThrow(/PLUMBLINE_JUDGE_KEY_FILE must/);
      const both = { ...on, PLUMBLINE_JUDGE_KEY: 'hunter2', PLUMBLINE_JUDGE_KEY_FILE: file };
      expect(problemsOf(both)).toEqual([expect.stringMatching(/^PLUMBLINE_JUDGE_KEY_FILE must not/)]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('mail', () => {
  const on = {
    PLUMBLINE_SMTP_URL: 'smtp://user:hunter2@mail.example.org:587',
    PLUMBLINE_MAIL_FROM: 'Plumb <p@example.org>',
  };

  it('is off without a server, and names the sender otherwise', () => {
    expect(parseConfig({ ...on, PLUMBLINE_SMTP_URL: '' }).mail).toBeNull();
    expect(parseConfig(on).mail).toEqual({
      smtpUrl: on.PLUMBLINE_SMTP_URL,
      from: { name: 'Plumb', address: 'p@example.org' },
    });
    expect(parseConfig({ ...on, PLUMBLINE_MAIL_FROM: 'p@example.org' }).mail?.from.name).toBe('Plumbline');
  });

  it.each([
    ['PLUMBLINE_SMTP_URL', 'http://hunter2@mail.example.org'],
    ['PLUMBLINE_MAIL_FROM', 'hunter2'],
    ['PLUMBLINE_MAIL_FROM', 'a@evil.example b <hunter2>'],
    ['PLUMBLINE_MAIL_FROM', '"a@evil.example x"@hunter2 y'],
    ['PLUMBLINE_MAIL_FROM', ''],
  ])('refuses %s=%j, without the value', (name, text) => {
    const problems = problemsOf({ ...on, [name]: text });
    expect(problems).toEqual([expect.stringMatching(new RegExp(`^${name} must `))]);
    expect(problems[0]).not.toContain('hunter2');
  });
});

describe('.env.example', () => {
  it('lists every setting, and beside them what docker-compose.yml asks for', () => {
    const text = readFileSync(join(checkout, '.env.example'), 'utf8');
    const names = [...text.matchAll(/^#? ?([A-Z_]+)=/gm)].map((match) => match[1] ?? '');
    expect(names.toSorted()).toEqual([...SETTING_NAMES, 'POSTGRES_PASSWORD'].sort());
  });
});
