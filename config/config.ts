import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

/** All settings, checked. */
export interface Config {
  /** Absolute. Holds the packaged PostgreSQL and the key file, as far as the settings below do not replace them. */
  readonly dataFolder: string;
  /** Null: the packaged PostgreSQL in the data folder. */
  readonly databaseUrl: string | null;
  /** Null: the queue lives in the database. */
  readonly redisUrl: string | null;
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  /** Where people and tools reach us, without a trailing slash; null: the address we listen on. */
  readonly publicUrl: string | null;
  /** Where Atlassian asks for consent and gives tokens, and where its calls go by consent: origins. */
  readonly atlassianAuthUrl: string;
  readonly atlassianApiUrl: string;
  /** 32 bytes; null: a key file in the data folder, made at first start. */
  readonly secretKey: Buffer | null;
  /** Keys that were replaced: what they sealed is opened with them once more, and sealed with the one in force. */
  readonly replacedSecretKeys: readonly Buffer[];
  /** Addresses and ranges inside a network where tools may be connected; everything else must be in the open internet. */
  readonly privateRanges: readonly string[];
  readonly logLevel: LogLevel;
  /** IANA name, for an organisation that is new; later it is one of its own settings. */
  readonly timeZone: string;
  /** null: no language model is asked anything. */
  readonly judge: JudgeConfig | null;
  /** null: no mail is sent, digests are held. */
  readonly mail: MailConfig | null;
}

/** Where mail goes out, and as whose. */
export interface MailConfig {
  /** `smtp://` or `smtps://`, with user and password where the server wants them. */
  readonly smtpUrl: string;
  readonly from: { readonly name: string; readonly address: string };
}

/** A language model that is asked about uncertain tasks, behind an OpenAI-compatible chat endpoint. */
export interface JudgeConfig {
  /** What `/chat/completions` is under, without a trailing slash. */
  readonly url: string;
  readonly model: string;
  /** null: none is sent. */
  readonly key: string | null;
  /** Absolute; holds the key in place of the environment. */
  readonly keyFile: string | null;
  /** It is shown descriptions, not titles alone. */
  readonly seesText: boolean;
  readonly requestsPerDay: number;
  readonly tokensPerDay: number;
}

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

const CHECKOUT = fileURLToPath(new URL('..', import.meta.url));
const KEY_BYTES = 32;
// It goes into a header: no blank, nothing that ends a line.
const HEADER_SAFE = /^[\x21-\x7e]{1,4000}$/;

/** One or more settings are wrong. The message is one line and holds their names and what is allowed, never a value. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`Faulty settings: ${problems.join('; ')}.`);
    this.problems = problems;
  }
}

const url = (protocols: string[], must: string) =>
  z.string().refine((text) => protocols.includes(URL.parse(text)?.protocol ?? ''), must);

const countPerDay = (standard: number) =>
  z
    .string()
    .regex(/^[1-9]\d{0,8}$/, 'must be a whole number from 1 to 999999999')
    .transform(Number)
    .default(standard);

const origin = (standard: string) =>
  z
    .string()
    .refine(isPublicUrl, 'must be an http:// or https:// URL')
    .transform((text) => new URL(text).origin)
    .default(standard);

const settings = z.object({
  PLUMBLINE_DATA: z.string().default(join(CHECKOUT, '.plumbline')),
  DATABASE_URL: url(['postgres:', 'postgresql:'], 'must be a postgres:// URL').nullable().default(null),
  REDIS_URL: url(['redis:', 'rediss:'], 'must be a redis:// or rediss:// URL').nullable().default(null),
  PLUMBLINE_HOST: z
    .string()
    .regex(/^[A-Za-z0-9.:_-]+$/, 'must be a host name or an IP address')
    .default('127.0.0.1'),
  PLUMBLINE_PORT: z
    .string()
    .regex(/^\d{1,5}$/, 'must be a whole number from 0 to 65535')
    .transform(Number)
    .refine((port) => port <= 65_535, 'must be a whole number from 0 to 65535')
    .default(4680),
  PLUMBLINE_PUBLIC_URL: z
    .string()
    .refine(isPublicUrl, 'must be an http:// or https:// URL without credentials, query and fragment')
    .transform((text) => text.replace(/\/+$/, ''))
    .nullable()
    .default(null),
  PLUMBLINE_ATLASSIAN_AUTH_URL: origin('https://auth.atlassian.com'),
  PLUMBLINE_ATLASSIAN_API_URL: origin('https://api.atlassian.com'),
  PLUMBLINE_SECRET_KEY: z
    .string()
    .transform(decodeKey)
    .refine((key) => key?.length === KEY_BYTES, 'must be 32 bytes, in base64 or in hexadecimal')
    .nullable()
    .default(null),
  PLUMBLINE_REPLACED_SECRET_KEYS: z
    .string()
    .transform((text) => text.split(',').map((one) => decodeKey(one.trim())))
    .refine(
      (keys) => keys.every((key) => key?.length === KEY_BYTES),
      'must be keys of 32 bytes, with commas between them',
    )
    .transform((keys) => keys.filter((key) => key !== null))
    .default([]),
  PLUMBLINE_PRIVATE_RANGES: z
    .string()
    .transform((text) => text.split(',').map((one) => one.trim()))
    .refine(
      (ranges) => ranges.every(isRange),
      'must be addresses or ranges such as 10.1.0.0/16, with commas between them',
    )
    .default([]),
  PLUMBLINE_LOG_LEVEL: z.enum(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(', ')}`).default('info'),
  PLUMBLINE_TIME_ZONE: z
    .string()
    .refine(isTimeZone, 'must be a time zone such as Europe/Berlin')
    .default(() => Intl.DateTimeFormat().resolvedOptions().timeZone),
  PLUMBLINE_JUDGE_URL: z
    .string()
    .refine(isPublicUrl, 'must be an http:// or https:// URL without credentials, query and fragment')
    .transform((text) => text.replace(/\/+$/, ''))
    .nullable()
    .default(null),
  PLUMBLINE_JUDGE_MODEL: z
    .string()
    .regex(/^[\x21-\x7e]{1,200}$/, 'must be the name of a model, without blanks')
    .nullable()
    .default(null),
  PLUMBLINE_JUDGE_KEY: z
    .string()
    .regex(HEADER_SAFE, 'must be a key of visible ASCII characters')
    .nullable()
    .default(null),
  PLUMBLINE_JUDGE_KEY_FILE: z
    .string()
    .transform((path) => resolve(path))
    .nullable()
    .default(null),
  PLUMBLINE_JUDGE_SEES_TEXT: z.enum(['0', '1'], 'must be 0 or 1').default('0'),
  PLUMBLINE_JUDGE_REQUESTS_PER_DAY: countPerDay(100),
  PLUMBLINE_JUDGE_TOKENS_PER_DAY: countPerDay(100_000),
  PLUMBLINE_SMTP_URL: url(['smtp:', 'smtps:'], 'must be an smtp:// or smtps:// URL').nullable().default(null),
  PLUMBLINE_MAIL_FROM: z
    .string()
    .refine(
      (text) => readSender(text) !== null,
      'must be an address, or a name with an address: Plumbline <plumbline@example.org>',
    )
    .nullable()
    .default(null),
});

/** The names of all settings, as they stand in the environment. */
export const SETTING_NAMES: readonly string[] = Object.keys(settings.shape);

/**
 * Reads the settings from an environment. An empty one counts as not set; names that are not ours are passed over.
 *
 * @throws ConfigError naming every faulty setting at once.
 */
export function parseConfig(env: Record<string, string | undefined>): Config {
  const given = SETTING_NAMES.flatMap((name) => (env[name]?.trim() ? [[name, env[name].trim()]] : []));
  const parsed = settings.safeParse(Object.fromEntries(given));
  if (!parsed.success) {
    throw new ConfigError(parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`));
  }
  const { data } = parsed;
  const judge = judgeOf(data);
  return {
    judge,
    mail: mailOf(data),
    dataFolder: resolve(data.PLUMBLINE_DATA),
    databaseUrl: data.DATABASE_URL,
    redisUrl: data.REDIS_URL,
    host: data.PLUMBLINE_HOST,
    port: data.PLUMBLINE_PORT,
    publicUrl: data.PLUMBLINE_PUBLIC_URL,
    atlassianAuthUrl: data.PLUMBLINE_ATLASSIAN_AUTH_URL,
    atlassianApiUrl: data.PLUMBLINE_ATLASSIAN_API_URL,
    secretKey: data.PLUMBLINE_SECRET_KEY,
    replacedSecretKeys: data.PLUMBLINE_REPLACED_SECRET_KEYS,
    privateRanges: data.PLUMBLINE_PRIVATE_RANGES,
    logLevel: data.PLUMBLINE_LOG_LEVEL,
    timeZone: data.PLUMBLINE_TIME_ZONE,
  };
}

/** Without a server nothing is sent, whoever it would be from. */
function mailOf(data: z.infer<typeof settings>): MailConfig | null {
  const { PLUMBLINE_SMTP_URL: smtpUrl, PLUMBLINE_MAIL_FROM: sender } = data;
  if (smtpUrl === null) return null;
  const from = sender === null ? null : readSender(sender);
  if (from === null) throw new ConfigError(['PLUMBLINE_MAIL_FROM must be set where PLUMBLINE_SMTP_URL is']);
  return { smtpUrl, from };
}

/** "Plumbline <plumbline@example.org>", or the address alone; null: neither. */
function readSender(text: string): MailConfig['from'] | null {
  const [, name, inBrackets] = /^([^<>\p{Cc}]*)<([^<>]+)>$/u.exec(text) ?? [];
  const address = (inBrackets ?? text).trim();
  if (!/^[\x21-\x7e]{1,64}@[a-z\d][a-z\d.-]{0,252}$/i.test(address) || /[<>",;:\\()[\]]/.test(address)) return null;
  return { name: name?.trim().replace(/^"(.*)"$/u, '$1') || 'Plumbline', address };
}

/** Without an address it is off, whatever else is set. */
function judgeOf(data: z.infer<typeof settings>): JudgeConfig | null {
  const { PLUMBLINE_JUDGE_URL: url, PLUMBLINE_JUDGE_MODEL: model } = data;
  if (url === null) return null;
  if (model === null)
    throw new ConfigError(['PLUMBLINE_JUDGE_MODEL must name a model where PLUMBLINE_JUDGE_URL is set']);
  const { PLUMBLINE_JUDGE_KEY: key, PLUMBLINE_JUDGE_KEY_FILE: keyFile } = data;
  if (key !== null && keyFile !== null) {
    throw new ConfigError(['PLUMBLINE_JUDGE_KEY_FILE must not be set beside PLUMBLINE_JUDGE_KEY']);
  }
  return {
    ...{ url, model, key, keyFile },
    seesText: data.PLUMBLINE_JUDGE_SEES_TEXT === '1',
    requestsPerDay: data.PLUMBLINE_JUDGE_REQUESTS_PER_DAY,
    tokensPerDay: data.PLUMBLINE_JUDGE_TOKENS_PER_DAY,
  };
}

/**
 * The judge's key, from wherever it is kept; null: it has none.
 *
 * @throws ConfigError naming the setting where its file cannot be read or holds none.
 */
export function readJudgeKey({ key, keyFile }: Pick<JudgeConfig, 'key' | 'keyFile'>): string | null {
  if (keyFile === null) return key;
  const text = readTextOf(keyFile)?.trim() ?? '';
  if (HEADER_SAFE.test(text)) return text;
  throw new ConfigError(['PLUMBLINE_JUDGE_KEY_FILE must be a file that holds a key, readable to this service']);
}

function readTextOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

/** The settings of this process: the one place where its environment is read. @throws ConfigError */
export function readConfig(): Config {
  return parseConfig(process.env);
}

function decodeKey(text: string): Buffer | null {
  if (/^[0-9a-f]{64}$/i.test(text)) return Buffer.from(text, 'hex');
  return /^[A-Za-z0-9+/_-]{43}=?$/.test(text) ? Buffer.from(text, 'base64') : null;
}

function isPublicUrl(text: string): boolean {
  const parsed = URL.parse(text);
  if (parsed === null || !['http:', 'https:'].includes(parsed.protocol)) return false;
  return parsed.username === '' && parsed.password === '' && parsed.search === '' && parsed.hash === '';
}

/** An address, or one with the number of bits that count: "10.1.0.0/16". */
function isRange(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/');
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 6 ? 128 : 32));
}

function isTimeZone(text: string): boolean {
  try {
    Intl.DateTimeFormat('en', { timeZone: text });
    return true;
  } catch {
    return false;
  }
}

/** Whether the terminal is set to UTF-8; taken for granted where its locale says nothing. */
export function speaksUtf8(): boolean {
  const locale = process.env.LC_ALL || process.env.LC_CTYPE || process.env.LANG || '';
  return locale === '' || /utf-?8/i.test(locale);
}
