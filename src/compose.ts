import { hostname } from 'node:os';
import { type DestinationStream, type Logger, pino } from 'pino';
import { type Config, type JudgeConfig, readJudgeKey } from '../config/config.ts';
import { createChatJudge } from '../connectors/chat.ts';
import type { TrafficEvent } from '../connectors/connector.ts';
import { createReach, type Reach } from '../connectors/transport/reach.ts';
import type { ChangeEvent } from './domain/change-event.ts';
import type { Judge } from './domain/judge.ts';
import { type Mailer, openMailer } from './mail/mailer.ts';
import type { Connection } from './store/connections.ts';
import { type Database, openDatabase } from './store/database.ts';
import { type EmbeddedDatabase, openEmbedded } from './store/embedded.ts';
import { migrateToLatest } from './store/migrate.ts';
import { notifyChange } from './store/notify.ts';
import { createSecretBox, readSecretKey, type SecretBox } from './store/secrets.ts';
import { ensureSettings } from './store/settings.ts';
import { openStored, openStoredWiki } from './usecases/connect.ts';
import { resealOld } from './usecases/keep-secrets.ts';
import { openSharedBudgets, type SharedBudgets } from './usecases/shared-budget.ts';

/** What every command works with. */
export interface Runtime {
  readonly config: Config;
  readonly databaseUrl: string;
  readonly db: Database;
  readonly embedded: EmbeddedDatabase | null;
  readonly secrets: SecretBox;
  /** Where tools may be connected. */
  readonly reach: Reach;
  /** What tools allow, shared with all that work on this database. */
  readonly budgets: SharedBudgets;
  /** null: off, no language model is asked anything. */
  readonly judge: Judge | null;
  /** null: no mail is set up. */
  readonly mailer: Mailer | null;
  readonly log: Logger;
  /** The organisation's clock: an argument wherever it counts, so that a past week can be lived through. */
  readonly now: () => number;
  readonly notify: (event: ChangeEvent) => Promise<void>;
  readonly openConnector: (
    connection: Connection,
    onTraffic: (event: TrafficEvent) => void,
  ) => ReturnType<typeof openStored>;
  readonly openWiki: (
    connection: Connection,
    onTraffic: (event: TrafficEvent) => void,
  ) => ReturnType<typeof openStoredWiki>;
  close(): Promise<void>;
}

export interface RuntimeOptions {
  readonly now?: () => number;
  readonly organisationName?: string;
  /** They live through weeks in a minute, as no real tool is asked to: what they allow is taken a thousandfold. */
  readonly areToolsSimulated?: boolean;
  /** Told in one line where the data is when it is not where it was wanted. */
  readonly onNotice?: (line: string) => void;
}

/** Opens database and secrets, and brings the schema up to date. Works while the service runs and when nothing runs. */
export async function openRuntime(config: Config, options: RuntimeOptions = {}): Promise<Runtime> {
  const reach = createReach(config.privateRanges);
  const judge = openJudge(config.judge, reach);
  const embedded = config.databaseUrl === null ? await openEmbedded(config.dataFolder) : null;
  if (embedded?.notice) options.onNotice?.(embedded.notice);
  const databaseUrl = config.databaseUrl ?? (embedded as EmbeddedDatabase).url;
  const log = createLogger(config);
  const db = openDatabase(databaseUrl, { onError: (error) => log.warn({ err: error }, 'A database connection broke') });
  try {
    await migrateToLatest(db);
    await ensureSettings(db, {
      organisationName: options.organisationName ?? 'Our organisation',
      timeZone: config.timeZone,
    });
  } catch (error) {
    await db.destroy();
    await embedded?.stop();
    throw error;
  }
  const now = options.now ?? Date.now;
  const mailer = config.mail && openMailer(config.mail);
  const key = config.secretKey?.toString('hex') ?? null;
  const secrets = createSecretBox(
    readSecretKey(embedded?.dataFolder ?? config.dataFolder, key),
    config.replacedSecretKeys,
  );
  if (config.replacedSecretKeys.length > 0) await resealOld({ db, secrets });
  const budgets = openSharedBudgets(db, { scale: options.areToolsSimulated ? SIMULATED_SCALE : 1 });
  return {
    config,
    databaseUrl,
    db,
    embedded,
    secrets,
    log,
    now,
    notify: (event) => notifyChange(db, event),
    reach,
    budgets,
    judge,
    mailer,
    openConnector: (connection, onTraffic) =>
      openStored(secrets, connection, { onTraffic, reach, db, budget: budgets.of(connection.id) }),
    openWiki: (connection, onTraffic) =>
      openStoredWiki(secrets, connection, { onTraffic, reach, db, budget: budgets.of(connection.id) }),
    async close() {
      mailer?.close();
      await budgets.close();
      await db.destroy();
      await embedded?.stop();
    },
  };
}

const SIMULATED_SCALE = 1_000;

/** @throws ConfigError where the file of its key cannot be read. */
function openJudge(config: JudgeConfig | null, reach: Reach): Judge | null {
  return config && createChatJudge({ ...config, key: readJudgeKey(config), reach });
}

const SECRET_FIELDS = ['token', 'appSecret', 'secret', 'password', 'credentials', 'authorization', 'cookie'];

/**
 * Only what is listed is logged of a request or an error: redaction is the second lock.
 *
 * @param to Standard error, as standard output is for results: `--json` is piped into programs.
 */
export function createLogger(config: Pick<Config, 'logLevel'>, to: DestinationStream = pino.destination(2)): Logger {
  const options = {
    level: config.logLevel,
    base: { pid: process.pid, host: hostname() },
    redact: { paths: SECRET_FIELDS.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: '[hidden]' },
    serializers: {
      err: (error: unknown) => {
        const { name, message, stack, kind, code, cause } = (error ?? {}) as Error & { kind?: string; code?: string };
        const because = cause instanceof Error ? { name: cause.name, message: cause.message } : undefined;
        return { name, message, kind, code, stack, cause: because };
      },
    },
  };
  return pino(options, to);
}
