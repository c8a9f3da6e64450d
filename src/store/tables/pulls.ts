import type { ColumnType, Generated, GeneratedAlways } from 'kysely';
import type { Instant, Json, OptionalInstant, OptionalJson } from './column.ts';

// How tasks come in: sync runs, webhooks and deliveries.

export interface SetAsideTable {
  id: GeneratedAlways<number>;
  connection_id: string;
  scope_id: string | null;
  external_id: string | null;
  reason: string;
  raw: Json<unknown>;
  sync_run_id: string;
  at: Instant;
}

export interface SyncRunTable {
  id: string;
  connection_id: string;
  /** census: ids only, to find what vanished. */
  kind: 'full' | 'incremental' | 'census';
  /** queued: its row stands, its job may not yet. */
  state: 'queued' | 'running' | 'done' | 'failed';
  requested_at: Instant;
  started_at: OptionalInstant;
  finished_at: OptionalInstant;
  /** Grows with each start; a worker that lost its lock finds a larger one and stops. */
  fence: Generated<number>;
  requests: Generated<number>;
  wait_ms: Generated<number>;
  pages: Generated<number>;
  tasks: Generated<number>;
  set_aside: Generated<number>;
  error: OptionalJson<{ kind: string; message: string; call: string | null }>;
}

/** Progress by scope. */
export interface SyncRunScopeTable {
  sync_run_id: string;
  scope_id: string;
  state: 'waiting' | 'running' | 'done' | 'failed' | 'access-lost';
  pages: Generated<number>;
  tasks: Generated<number>;
  requests: Generated<number>;
  wait_ms: Generated<number>;
  expected_tasks: number | null;
  error: OptionalJson<{ kind: string; message: string }>;
  updated_at: Instant;
}

/** One address that a tool calls; one for each scope, or one for a connection (`scope_id` null). */
export interface WebhookTable {
  /** Random; part of the address. */
  id: string;
  connection_id: string;
  scope_id: string | null;
  /** null until the tool has answered. */
  external_id: string | null;
  /** As registered, byte for byte. */
  callback_url: string;
  state: 'creating' | 'active' | 'failed';
  /** Sealed; null where deliveries are proved by a secret of the app, or none came yet. */
  secret: string | null;
  /** Until when the tool may hand over a secret; null: never. */
  handshake_until: OptionalInstant;
  expires_at: OptionalInstant;
  refreshed_at: OptionalInstant;
  last_delivery_at: OptionalInstant;
  /** One sentence. */
  trouble: string | null;
  created_at: Instant;
  /** What it was told to watch, sorted. */
  scope_ids: Generated<string[]>;
}

/** A webhook's delivery, proved and stored before it was answered. */
export interface DeliveryTable {
  id: GeneratedAlways<number>;
  connection_id: string;
  webhook_id: string | null;
  /** The tool's own name of it, else the hash of its body: a second one is the same delivery. */
  delivery_key: string;
  received_at: Instant;
  /** Those that reading it needs, never a credential. */
  headers: Json<Record<string, string>>;
  body: Buffer;
  state: 'stored' | 'done' | 'failed';
  attempts: Generated<number>;
  processed_at: OptionalInstant;
  changed: Generated<number>;
  deleted: Generated<number>;
  ignored: ColumnType<{ reason: string }[], string | undefined, string>;
  error: string | null;
}

export interface DeliveryRefusalTable {
  connection_id: string;
  on_day: string;
  reason: string;
  count: number;
  last_at: Instant;
}

/** More tasks vanished from a scope at once than may without a person's word. */
export interface HeldRemovalTable {
  id: GeneratedAlways<number>;
  connection_id: string;
  scope_id: string;
  task_ids: string[];
  /** How many tasks the scope had. */
  of_tasks: number;
  found_at: Instant;
  decided_at: OptionalInstant;
  says: 'removed' | 'kept' | null;
  by_name: string | null;
}
