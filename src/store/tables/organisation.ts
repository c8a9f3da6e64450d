import type { Generated, GeneratedAlways } from 'kysely';
import type { Weight } from '../../domain/alignment.ts';
import type { AuditWhat } from '../../domain/audit.ts';
import type { CycleLength } from '../../domain/cycle-calendar.ts';
import type { Role } from '../../domain/person.ts';
import type { FirstWeekday } from '../../domain/settings-words.ts';
import type { Instant, Json, OptionalDay, OptionalInstant, OptionalJson } from './column.ts';

// Who is here, who signs in, and what the organisation chose.

/** One row: the organisation. */
export interface SettingsTable {
  id: Generated<number>;
  organisation_name: string;
  time_zone: string;
  /** Evidence at or above it links by itself. */
  automatic_threshold: Generated<number>;
  /** The last day all flags were looked at for; null before the first. */
  flagged_on: OptionalDay;
  /** True where the tools are simulated. */
  is_demo: Generated<boolean>;
  /** How views weigh tasks where nobody chose. */
  default_weight: Generated<Weight>;
  /** When digests come, of people who chose nothing: 1 Monday to 7 Sunday, and the hour of their day. */
  digest_weekday: Generated<number>;
  digest_hour: Generated<number>;
  /** A key result without a check-in for longer is stale. */
  stale_check_in_days: Generated<number>;
  /** 1 Monday to 7 Sunday, in order. */
  working_days: Generated<number[]>;
  /** What calendars begin their weeks with; weeks are counted from Monday on all the same. */
  first_weekday: Generated<FirstWeekday>;
  /** How cycles follow each other, and the month their year begins in. */
  cycle_length: Generated<CycleLength>;
  cycle_start_month: Generated<number>;
  created_at: Generated<Date>;
}

export interface TeamTable {
  /** Slug of the name. */
  id: string;
  name: string;
}

export interface PersonTable {
  id: string;
  /** Lower case. */
  email: string;
  name: string;
  manager_id: string | null;
  team_id: string | null;
  role: Role;
  /** Account ids or names given in the file, for tools that hide e-mail. */
  jira_account: string | null;
  asana_account: string | null;
  trello_account: string | null;
  /** False: guessed from the org tree, and guessed again when it changes. */
  is_role_by_hand: Generated<boolean>;
  /** Since when they are not here any more; what they did stays. */
  left_at: OptionalInstant;
  created_at: Generated<Date>;
}

/** The org tree over time. The open period has `valid_to` null. */
export interface PersonPeriodTable {
  id: GeneratedAlways<number>;
  person_id: string;
  team_id: string | null;
  manager_id: string | null;
  valid_from: Instant;
  valid_to: OptionalInstant;
}

/** People as the tools know them. */
export interface AccountTable {
  connection_id: string;
  external_id: string;
  name: string;
  email: string | null;
  person_id: string | null;
  matched_by: 'email' | 'file' | 'hand' | null;
}

export interface PageReadTable {
  reader_id: string;
  person_id: string;
  /** `YYYY-MM-DD` in the organisation's zone. */
  day: string;
  first_at: Instant;
  /** Who is told of it. */
  told_ids: string[];
}

/** When things are due; the queue only ticks. */
export interface ScheduleTable {
  /** `poll jira`, `flag today`, `canary`. */
  name: string;
  due_at: Instant;
  last_started_at: OptionalInstant;
  last_finished_at: OptionalInstant;
}

export interface SignInLinkTable {
  /** SHA-256 of the token, hex. */
  token_hash: string;
  person_id: string;
  expires_at: Instant;
  used_at: OptionalInstant;
}

export interface SessionTable {
  /** SHA-256 of the cookie's value, hex. */
  id_hash: string;
  person_id: string;
  created_at: Instant;
  seen_at: Instant;
  expires_at: Instant;
}

export interface IdempotencyKeyTable {
  key: string;
  person_id: string;
  /** Method and path. */
  call: string;
  request_hash: string;
  status: number | null;
  body: OptionalJson<unknown>;
  created_at: Generated<Date>;
}

/** When somebody had the overview open last, and before that: a page that is read again a moment later is one look. */
export interface OverviewLookTable {
  person_id: string;
  looked_at: Instant;
  before_at: OptionalInstant;
}

/** Who did what to people, roles, settings and connections. Rows are added, never changed. */
export interface AuditEventTable {
  id: GeneratedAlways<number>;
  at: Instant;
  by_person_id: string | null;
  by_name: string;
  what: AuditWhat;
  /** Ids and values; no secret. */
  about: Json<Readonly<Record<string, unknown>>>;
  /** One sentence. */
  says: string;
}

export interface SavedViewTable {
  id: Generated<number>;
  person_id: string;
  name: string;
  search: string;
  is_shared: boolean;
  created_at: Date;
  deleted_at: Date | null;
}
