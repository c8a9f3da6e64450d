import type { FastifyBaseLogger } from 'fastify';
import type { ChangeEvent } from '../domain/change-event.ts';
import type { ChangeDeps } from '../usecases/change-connection.ts';
import type { ConnectDeps } from '../usecases/connect.ts';
import type { DecideDeps } from '../usecases/decide-links.ts';
import type { ConsentDeps } from '../usecases/oauth-consent.ts';
import type { MailSignInDeps } from '../usecases/sign-in-by-mail.ts';

/** What the API is made of; a test gives it a real database and its own clock. */
export interface ApiDeps extends ChangeDeps, ConnectDeps, ConsentDeps, DecideDeps, MailSignInDeps {
  /** Where people reach us, without a trailing slash; null: wherever the request came to. */
  readonly publicUrl: string | null;
  /** The built dashboard; null: the API alone. */
  readonly dashboardFolder: string | null;
  /** Whether everything a request needs is there. */
  readonly isReady: () => Promise<{ readonly isReady: boolean; readonly parts: Record<string, boolean> }>;
  /** Prometheus text. */
  readonly readMetrics: () => Promise<string>;
  /** A delivery was stored: its job may follow. Not waited for. */
  readonly onDelivery: (connectionId: string) => void;
  /** A digest waits to be sent. */
  readonly onDigest?: () => Promise<void>;
  /** Calls back for each change until the returned function is called. */
  readonly onChange: (listener: (event: ChangeEvent) => void) => () => void;
  /** How often a stream of events shows that it lives, and whether its session does. */
  readonly heartbeatMs?: number;
  readonly logger?: FastifyBaseLogger;
}
