import type { Generated, GeneratedAlways } from 'kysely';
import type { GoalColumns } from '../../domain/proposal-columns.ts';
import type { Mapping, SourceName } from '../../domain/task.ts';
import type { Instant, OptionalInstant, OptionalJson } from './column.ts';

// The tools: what is known of each, and what may be asked of it.

export interface ConnectionTable {
  /** Slug: `jira`, `jira-2`. */
  id: string;
  tool: SourceName;
  name: string;
  base_url: string;
  state: 'active' | 'paused' | 'unauthorised';
  /** AES-256-GCM, bound to connection and origin. */
  credentials: string | null;
  account: OptionalJson<{ id: string; name: string; email: string | null; site: string; timeZone: string | null }>;
  vocabulary: OptionalJson<unknown>;
  mapping_guessed: OptionalJson<Mapping>;
  /** What people changed; it wins over the guess, part by part. */
  mapping_edited: OptionalJson<Partial<Mapping>>;
  shared_cursor: OptionalJson<Record<string, unknown>>;
  last_error: OptionalJson<{ kind: string; message: string; at: string; retryAt: string | null }>;
  last_complete_at: OptionalInstant;
  /** It may not be asked for all changes in one question; null: it may, or it has none. */
  changes_refused_at: OptionalInstant;
  /** It left its tasks behind, out of sight: they need its words and its scopes. */
  removed_at: OptionalInstant;
  created_at: Generated<Date>;
}

export interface ScopeTable {
  id: string;
  connection_id: string;
  external_id: string;
  key: string | null;
  name: string;
  url: string | null;
  kind: string | null;
  is_selected: Generated<boolean>;
  is_archived: Generated<boolean>;
  is_private: Generated<boolean>;
  visibility: Generated<'visible' | 'access-lost'>;
  team_id: string | null;
  /** A goal a person tied the whole scope to. */
  goal_id: string | null;
  /** Of the walk under way or last finished; moves in the same transaction as the rows it covers. */
  cursor: OptionalJson<Record<string, unknown>>;
  is_walk_complete: Generated<boolean>;
  walked_at: OptionalInstant;
  /** The tool says that it is in its bin; null again when it lists it. */
  deleted_at: OptionalInstant;
  /** What a data source's columns hold, where a person said so; else it is guessed from their names. */
  goal_columns: OptionalJson<GoalColumns>;
}

/** Who may see a private scope's tasks. */
export interface ScopePersonTable {
  scope_id: string;
  person_id: string;
}

/** Something an owner has to mend; at most one open row for a connection, kind and subject. */
export interface NoticeTable {
  id: GeneratedAlways<number>;
  /** null: it is about none. */
  connection_id: string | null;
  /** `unauthorised`, `webhook-expires` …; fixed words, for programs. */
  kind: string;
  /** The webhook, page or scope it is about; empty: the whole connection. */
  subject: Generated<string>;
  /** One sentence: what is wrong. */
  text: string;
  /** One sentence: how to mend it. */
  action: string;
  found_at: Instant;
  /** An owner has read it. */
  seen_at: OptionalInstant;
  /** It is mended. */
  cleared_at: OptionalInstant;
}

/** A connection whose tool did not answer lately; no row: all is well. */
export interface BreakerTable {
  connection_id: string;
  /** Failed jobs in a row. */
  failures: number;
  /** How often it was opened without a good answer between: the wait grows with it. */
  openings: Generated<number>;
  /** null: closed as yet. */
  opened_at: OptionalInstant;
  /** Nobody asks before. */
  retry_at: OptionalInstant;
  /** One job looks whether the tool answers again. */
  is_probing: Generated<boolean>;
  /** The last failure, in one sentence. */
  because: string;
}

/** What a tool allows somebody: one row an allowance, shared by all that work on this database. */
export interface CallBudgetTable {
  /** With a hash of whose it is, never a credential. */
  key: string;
  name: string;
  max: number;
  window_ms: number;
  connection_ids: string[];
  /** What a smaller plan allows, where the tool refused although `max` was kept. */
  lowered_max: number | null;
  lowered_at: OptionalInstant;
  paused_until: OptionalInstant;
  pause_reason: string | null;
  /** By the tool's own headers. */
  told_remaining: number | null;
  told_limit: number | null;
  told_reset_at: OptionalInstant;
  used_at: Generated<Date>;
}

/** Requests that count against an allowance: taken, until they are answered; then for one window more. */
export interface CallLeaseTable {
  key: string;
  lease: string;
  /** What one of them takes. */
  cost: number;
  permits: number;
  until: Instant;
}

/** What a person's consent gave a connection: one row while it is read with it. */
export interface OAuthTokenTable {
  connection_id: string;
  /** Both tokens, sealed. */
  tokens: string;
  /** Counts up with each renewal and each consent. */
  generation: number;
  /** Of the access token. */
  expires_at: Instant;
  scopes: string[];
  consented_at: Instant;
  refreshed_at: OptionalInstant;
  /** The vendor was not to be had: nobody asks it before this. */
  retry_at: OptionalInstant;
  /** It refused the refresh token: nobody asks it again, only a new consent helps. */
  refused_at: OptionalInstant;
  refusal: string | null;
}

/** A consent that is under way: from the address a person is sent to, to the site they choose. */
export interface OAuthConsentTable {
  id: string;
  /** Of the random text that comes back with the code. */
  state_hash: string;
  /** Of the session, or the command, that began it. */
  holder_hash: string;
  tool: SourceName;
  /** Of a consent that is given again; null for a new connection. */
  connection_id: string | null;
  state: 'waiting' | 'exchanging' | 'choosing' | 'done' | 'failed';
  auth_origin: string;
  redirect_uri: string;
  /** The app, and tokens until a site is chosen; sealed, and forgotten when it ends. */
  secret: string | null;
  sites: OptionalJson<{ readonly cloudId: string; readonly name: string; readonly url: string }[]>;
  /** Why it failed, in one sentence. */
  message: string | null;
  expires_at: Instant;
}
