import type { Generated, GeneratedAlways } from 'kysely';
import type { Digest } from '../../domain/digest.ts';
import type { DigestState, LinkDeed } from '../../domain/digest-state.ts';
import type {
  FlagStanding,
  LinkStanding,
  OutgoingDeliveryState,
  OutgoingEvent,
  OutgoingState,
  OutgoingType,
} from '../../domain/outgoing.ts';
import type { OutgoingItem } from '../../domain/outgoing-item.ts';
import type { Instant, Json, OptionalInstant, OptionalJson } from './column.ts';

// What is told to people and programs outside the dashboard.

export interface FeedTable {
  person_id: string;
  /** SHA-256 of the address's secret part, hex. */
  token_hash: string;
  made_at: Instant;
  read_at: OptionalInstant;
}

/** When a person wants their digest; what is null is as the organisation has it. */
export interface DigestPreferenceTable {
  person_id: string;
  weekday: number | null;
  hour: number | null;
  time_zone: string | null;
  is_paused: Generated<boolean>;
  /** Since when they want none, said by a link in one. */
  stopped_at: OptionalInstant;
  /** The week whose digest would have been lost by another hour: it is due from `owed_at` on. */
  owed_week: string | null;
  owed_at: OptionalInstant;
}

/** One digest to one person; one for each ISO week, tests aside. */
export interface DigestTable {
  id: string;
  person_id: string;
  /** By the clock of its reader, as `2026-W47`: the week it is sent in. */
  iso_week: string;
  is_test: Generated<boolean>;
  state: DigestState;
  due_at: Instant;
  address: string;
  message_id: string;
  attempts: Generated<number>;
  /** A process that works on it later than this is gone. */
  lease_until: OptionalInstant;
  /** Not before that. */
  retry_at: OptionalInstant;
  /** When one whose fate was unknown was sent once more. */
  resent_at: OptionalInstant;
  sent_at: OptionalInstant;
  trouble: string | null;
  subject: string | null;
  /** As sent, without what makes its links work. */
  html: string | null;
  text: string | null;
  picture: Buffer | null;
  data: OptionalJson<Digest>;
}

/** A link in a digest that works once; only the hash of its secret is kept. */
export interface DigestLinkTable {
  token_hash: string;
  digest_id: string;
  does: Json<LinkDeed>;
  expires_at: Instant;
  used_at: OptionalInstant;
}

/** An address that is sent nothing more, and why. */
export interface MailStopTable {
  address: string;
  why: string;
  at: Instant;
}

/** A program that is told of changes. */
export interface OutgoingWebhookTable {
  id: string;
  url: string;
  events: string[];
  state: OutgoingState;
  /** Sealed: what deliveries are signed with, the newest first. null once it is gone. */
  secrets: string | null;
  made_at: Instant;
  made_by: string;
  /** A process that works on it later than this is gone. */
  leased_until: OptionalInstant;
  worked_at: OptionalInstant;
  /** Changes are gathered not before that. */
  gather_at: OptionalInstant;
  /** Since when nothing was taken; null: the last delivery was. */
  failing_since: OptionalInstant;
  delivered_at: OptionalInstant;
}

/** What is to be told; the state it is in is read when it is. */
export interface OutgoingChangeTable {
  webhook_id: string;
  type: OutgoingEvent;
  /** The task's id, of a link with the goal's behind it. */
  subject: string;
  task_id: string;
  /** How it stood when it was told last; null: there was none. */
  before: OptionalJson<FlagStanding | LinkStanding>;
  since: Instant;
}

export interface OutgoingDeliveryTable {
  id: GeneratedAlways<number>;
  /** The same over all tries. */
  message_id: string;
  webhook_id: string;
  type: OutgoingType;
  made_at: Instant;
  items: Json<readonly OutgoingItem[]>;
  /** Changes of tasks in private scopes: counted, never named. */
  hidden: number;
  state: Generated<OutgoingDeliveryState>;
  attempts: Generated<number>;
  retry_at: Instant;
  /** What the address answered last. */
  status: number | null;
  trouble: string | null;
  finished_at: OptionalInstant;
}
