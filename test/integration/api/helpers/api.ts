import { type Logger, pino } from 'pino';
import { buildApp } from '../../../../src/api/app.ts';
import type { App } from '../../../../src/api/app-type.ts';
import type { ApiDeps } from '../../../../src/api/deps.ts';
import type { ChangeEvent } from '../../../../src/domain/change-event.ts';
import type { Database } from '../../../../src/store/database.ts';
import { createSignInToken, signIn } from '../../../../src/usecases/sign-in.ts';
import { LOOPBACK } from '../../../helpers/loopback.ts';
import { NOW, ROLES, type RoleName, secrets, type World } from './world.ts';

/** The real app's parts on this database; what a test is about is given. */
export function apiDeps(db: Database, given: Partial<ApiDeps> = {}): ApiDeps {
  return {
    db,
    now: () => NOW,
    clock: Date.now,
    notify: async () => {},
    secrets,
    reach: LOOPBACK,
    publicUrl: null,
    dashboardFolder: null,
    onStale: async () => {},
    onSyncRequested: async () => {},
    onDelivery: () => {},
    isReady: async () => ({ isReady: true, parts: { database: true } }),
    readMetrics: async () => 'plumbline_jobs 0\n',
    onChange: () => () => undefined,
    ...given,
  };
}

/** Listeners of a stream, and a way to tell them. */
export function changeSource() {
  const listeners = new Set<(event: ChangeEvent) => void>();
  return {
    listeners,
    tell: (event: ChangeEvent) => {
      for (const listener of listeners) listener(event);
    },
    onChange: (listener: (event: ChangeEvent) => void) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

/** What the log says, line by line. */
export function captureLog(level: string): { logger: Logger; lines: string[] } {
  const lines: string[] = [];
  const logger = pino({ level }, { write: (line: string) => void lines.push(line) });
  return { logger, lines };
}

/** A cookie header of a fresh session of each role. */
export async function signInAll(db: Database, world: World): Promise<Record<RoleName, string>> {
  const cookies = await Promise.all(
    ROLES.map(async (role) => [role, await cookieOf(db, world.people[role].id)] as const),
  );
  return Object.fromEntries(cookies) as Record<RoleName, string>;
}

export async function cookieOf(db: Database, personId: string): Promise<string> {
  const deps = { db, clock: Date.now };
  const session = await signIn(deps, await createSignInToken(deps, personId));
  if (!session) throw new Error('Signing in failed');
  return `plumbline=${session.sessionId}`;
}

export interface Call {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'HEAD' | 'OPTIONS';
  readonly url: string;
  readonly cookie?: string | undefined;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Calls as the dashboard does: from its own page, as JSON. */
export async function call(app: App, { method = 'GET', url, cookie, body, headers }: Call) {
  const isUnsafe = !['GET', 'HEAD', 'OPTIONS'].includes(method);
  const answer = await app.inject({
    method,
    url,
    headers: {
      ...(cookie ? { cookie } : {}),
      ...(isUnsafe ? { 'sec-fetch-site': 'same-origin' } : {}),
      ...headers,
    },
    ...(body === undefined ? {} : { payload: body as object }),
  });
  const isJson = String(answer.headers['content-type']).includes('json') && answer.body !== '';
  return { status: answer.statusCode, headers: answer.headers, text: answer.body, json: isJson ? answer.json() : null };
}

export { buildApp };
