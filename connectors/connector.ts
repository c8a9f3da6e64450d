import type { TaskRecord, ToolName } from '../src/domain/task.ts';
import type { CredentialField, ToolAddress } from './credential-fields.ts';
import type { CallBudget } from './transport/budget.ts';
import type { Reach } from './transport/reach.ts';

export type { Allowance, BudgetReading, CallBudget, Need, PauseReason, Permit, Wait } from './transport/budget.ts';
export type { Reach } from './transport/reach.ts';

/** Where a tool's walk of one scope stands; opaque outside its connector, plain JSON, small enough for a row (≤ 64 kB). */
export type Cursor = { readonly [field: string]: unknown };

/** What one tool can and cannot show, so that nobody else asks which tool it is. */
export interface Abilities {
  /** What its scopes are called on screen: "project", "board". */
  readonly scopeNoun: string;
  /** Status history reaches back before our first sync. */
  readonly hasHistory: boolean;
  /** It keeps goals of its own (Asana). */
  readonly hasGoals: boolean;
  /** A deletion can be seen by asking for the id. */
  readonly canProveDeletion: boolean;
  readonly hasWebhooks: boolean;
  /** People's e-mail addresses are usually readable with these credentials. */
  readonly showsEmail: boolean;
  /** Pages name its tasks by their keys alone (PROJ-12), which another site may use, too. */
  readonly isNamedByKey: boolean;
}

/** Whose credentials these are and what they may see. */
export interface Account {
  readonly id: string;
  readonly name: string;
  readonly email: string | null;
  /** The site as the tool names itself. */
  readonly site: string;
  readonly timeZone: string | null;
}

/** A Jira project, an Asana project, a Trello board, as the tool lists it. */
export interface ScopeRecord {
  readonly externalId: string;
  readonly key: string | null;
  readonly name: string;
  readonly url: string | null;
  readonly archived: boolean;
  /** The tool's own kind, kept as it says it ("software", "next-gen", "team project"). */
  readonly kind: string | null;
  /** It is one person's own, and read only where somebody asks for it. */
  readonly isPersonal?: boolean;
}

/** Enough of a scope to read it. */
export interface ScopeRef {
  readonly externalId: string;
  readonly key: string | null;
  readonly name: string;
}

/** A person's account in one tool. */
export interface PersonRecord {
  readonly type: 'person';
  readonly externalId: string;
  readonly name: string;
  readonly email: string | null;
}

/** A goal the tool keeps itself, with what it says contributes to it. */
export interface ToolGoalRecord {
  readonly type: 'goal';
  readonly externalId: string;
  readonly title: string;
  readonly description: string;
  readonly url: string | null;
  readonly ownerId: string | null;
  readonly status: string | null;
  readonly parentExternalId: string | null;
  readonly supporters: readonly {
    readonly kind: 'task' | 'scope' | 'goal' | 'portfolio';
    readonly externalId: string;
    /** The tool's contribution weight, 0 to 1; null where it says none. */
    readonly weight: number | null;
    /** The portfolio that contributes, for a scope that stands in it. */
    readonly through?: string;
  }[];
  /** Where the tool keeps figures: from what to what, and the day it is due, `YYYY-MM-DD`. */
  readonly measure?: {
    readonly from: number | null;
    readonly to: number | null;
    readonly unit: string | null;
    readonly by: string | null;
  };
  /** It came to its end, whatever that was. */
  readonly isClosed?: boolean;
}

/** Status changes of one task, read apart from the task itself. Replaces what is stored for it, unless it is only a part. */
export interface HistoryRecord {
  readonly type: 'history';
  readonly externalId: string;
  /**
   * True where one answer holds only some of the task's changes (Trello pages a whole board's actions): they are united with
   * those stored, one for each `at`, `fromId` and `toId`, and sorted by `at`, so that a page read twice changes nothing.
   */
  readonly isPart?: boolean;
  readonly transitions: TaskRecord['transitions'];
}

/**
 * Pages somebody tied to a task beside it, read apart from it since each task costs a request: only where few are read by id. They
 * replace those stored for it; a pull leaves them as they are.
 */
export interface RemoteLinksRecord {
  readonly type: 'remote-links';
  readonly externalId: string;
  readonly links: TaskRecord['links'];
}

/** A record the tool says is gone for good. */
export interface TombstoneRecord {
  readonly type: 'tombstone';
  readonly externalId: string;
  readonly at: number | null;
}

/** One record that could not be read. The page goes on. */
export interface SetAside {
  readonly externalId: string | null;
  /** One sentence, no values of the record. */
  readonly reason: string;
  readonly raw: unknown;
}

export type ToolRecord =
  | TaskRecord
  | HistoryRecord
  | RemoteLinksRecord
  | PersonRecord
  | ToolGoalRecord
  | TombstoneRecord;

/** One answer of a tool, normalised. Storing `records` and `cursor` together makes it safe to repeat. */
export interface Page {
  readonly records: readonly ToolRecord[];
  readonly setAside: readonly SetAside[];
  /** Where to resume after this page; on the last one, where the next incremental pull begins. */
  readonly cursor: Cursor;
  /** True on the last page of a complete walk. */
  readonly isLast: boolean;
  /** Estimated number of tasks of the whole scope, where the tool tells; only for progress bars. */
  readonly expectedTasks: number | null;
  /** On the last page: some of what was asked for may not be seen, so that nothing is gone because it did not come. */
  readonly isPartial?: boolean;
}

/** A scope with the cursor its last complete walk, or its last changes, ended with. */
export interface ScopeSince {
  readonly scope: ScopeRef;
  readonly cursor: Cursor;
}

/** One answer about what changed. Storing `records` and `cursors` together makes it safe to repeat. */
export interface ChangesPage {
  readonly records: readonly ToolRecord[];
  readonly setAside: readonly SetAside[];
  /** Where each scope stands after this page, by its external id; one that is not named stands where it stood. */
  readonly cursors: Readonly<Record<string, Cursor>>;
  /** Tasks asked for by id that were not given: deleted, or out of these credentials' sight; nobody knows which. */
  readonly missing: readonly string[];
  /** Scopes the feed says changed or cannot be read any more: their list is to be read again. */
  readonly changedScopes: readonly string[];
}

/** What a tool says about its own words, from which the mapping is guessed. */
export interface Vocabulary {
  /** Jira statuses, Asana sections, Trello lists. `category` where the tool itself says it. */
  readonly statuses: readonly {
    readonly externalId: string;
    readonly name: string;
    readonly scopeExternalId: string | null;
    readonly category: 'todo' | 'in-progress' | 'done' | null;
  }[];
  readonly fields: readonly {
    readonly externalId: string;
    readonly name: string;
    /** The tool's own type word ("number", "option", "text_value" …). */
    readonly kind: string;
  }[];
}

export type RecordId = { readonly kind: 'task' | 'goal' | 'scope'; readonly externalId: string };

/** A delivery as it came. Header names in lower case; several values of one header stay several. */
export interface RawDelivery {
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: Uint8Array;
  readonly callbackUrl: string | null;
}

export interface DeliveryReading {
  readonly changed: readonly RecordId[];
  readonly deleted: readonly RecordId[];
  /** Parts of it that concern nothing we read, each with its reason. */
  readonly ignored: readonly { readonly reason: string }[];
}

/** What a connection's deliveries are proved with. */
export interface DeliverySecrets {
  /** Of the webhook the delivery says it is of, newest first; none: every delivery is refused. */
  readonly secrets: readonly string[];
  /** Our own call that creates this webhook is waiting for its answer: only then may the tool hand us a secret. */
  readonly isHandshakeOpen: boolean;
}

/** The tool asks whether we are there, or hands over a secret: what to answer, and what to keep. */
export interface Handshake {
  readonly type: 'handshake';
  /** To be kept, sealed, with the webhook; null where there is nothing to keep. */
  readonly secret: string | null;
  readonly answer: { readonly status: number; readonly headers: Readonly<Record<string, string>> };
}

/** A secret we chose and told the tool, one it handed over when the webhook was made, or that of the app our credentials are of. */
export type DeliveryProof = 'own-secret' | 'handed-secret' | 'app-secret';

export interface WantedWebhook {
  /** What it shall tell of: one scope where the tool has a hook for each, else all that are read. */
  readonly scopes: readonly ScopeRef[];
  /** Where deliveries go, byte for byte: part of the proof in some tools. */
  readonly callbackUrl: string;
  /** Chosen by us, for tools that take one; others hand theirs over or sign with a secret of the app. */
  readonly secret: string;
}

/** A webhook as the tool lists it. */
export interface RegisteredWebhook {
  readonly externalId: string;
  readonly callbackUrl: string;
  /** Where the tool has a hook for each scope. */
  readonly scopeExternalId: string | null;
  readonly isActive: boolean;
  /** ms since 1970; null where it lives until it is removed. */
  readonly expiresAt: number | null;
  /** One sentence on its last failure, where the tool says it. */
  readonly trouble: string | null;
}

/** Only where a tool offers webhooks to these credentials. */
export interface WebhookAdmin {
  readonly per: 'scope' | 'connection';
  /** What the deliveries of those it makes are proved with; nothing else proves them. */
  readonly provenBy: DeliveryProof;
  /** All of these credentials, ours and others'. */
  list(scopes: readonly ScopeRef[], signal: AbortSignal): AsyncIterable<RegisteredWebhook>;
  /** @throws ConnectorError; while it waits the tool may call `callbackUrl` to see whether we are there. */
  create(wanted: WantedWebhook, signal: AbortSignal): Promise<RegisteredWebhook>;
  /** Prolongs the lives of those that expire. */
  refresh(externalIds: readonly string[], signal: AbortSignal): Promise<{ readonly expiresAt: number | null }>;
  /** One that is gone already is no error. */
  remove(externalId: string, signal: AbortSignal): Promise<void>;
}

/** How one stored answer of the tool is understood, recognised by its shape: for `plumbline inspect`. Pure. */
export interface Reading {
  readonly kind: string;
  readonly records: readonly (ToolRecord | ({ readonly type: 'scope' } & ScopeRecord))[];
  readonly ignored: readonly { readonly reason: string }[];
}

export interface Connector {
  readonly tool: ToolName;
  readonly abilities: Abilities;
  /** Confirms the credentials; says whose they are. */
  check(signal: AbortSignal): Promise<Account>;
  listScopes(signal: AbortSignal): AsyncIterable<ScopeRecord>;
  /** External ids of those in the tool's bin, where it shows one: they are deleted, and not merely out of sight. */
  listDeletedScopes?(signal: AbortSignal): AsyncIterable<string>;
  /** The tool's statuses and fields, once per sync run. */
  readVocabulary(scopes: readonly ScopeRef[], signal: AbortSignal): Promise<Vocabulary>;
  /**
   * Records of one scope. `since` null reads all; otherwise it is a cursor of an earlier page: a mid-walk cursor resumes that walk,
   * a finished one begins the next pull (in full where the tool offers no change feed yet).
   *
   * The next page is asked for only when the consumer comes back, which is when the last one is stored: a kill costs at most one page twice.
   *
   * @throws ConnectorError `not-visible` for a scope these credentials may not see, `cursor-expired` for a place the tool forgot, or any other
   *   kind of the call that failed; the signal's reason when it is aborted.
   */
  pull(scope: ScopeRef, since: Cursor | null, signal: AbortSignal): AsyncIterable<Page>;
  /**
   * What changed in these scopes since their cursors, with as few requests as the tool allows: one for all of them where it can say it
   * in one question. Every cursor is one of a finished walk or of an earlier page of changes.
   *
   * @throws ConnectorError `cursor-expired` where only a full walk helps; else as `pull`.
   */
  pullChanges?(scopes: readonly ScopeSince[], signal: AbortSignal): AsyncIterable<ChangesPage>;
  /** Records that belong to the whole connection and not to a scope: the tool's goals, its people. Same rules as `pull`. */
  pullShared(since: Cursor | null, signal: AbortSignal): AsyncIterable<Page>;
  /** Every id of the scope and nothing else, to find what vanished. */
  census(scope: ScopeRef, signal: AbortSignal): AsyncIterable<readonly string[]>;
  /** Reads these tasks again, whatever the cursor says. Missing ones are named in `missing`. */
  fetchRecords(
    ids: readonly RecordId[],
    signal: AbortSignal,
  ): Promise<{ readonly page: Page; readonly missing: readonly string[] }>;
  readonly webhooks?: WebhookAdmin;
}

/** What every connector is made from. The transport already carries time limits, waits, the origin bound and the credentials. */
export interface ConnectorDefinition {
  readonly tool: ToolName;
  readonly abilities: Abilities;
  readonly address: ToolAddress;
  /** What a person gives, in the order in which they are asked. A consent takes their place where the tool has one. */
  readonly credentials: readonly CredentialField[];
  /** What a person does at the tool where good credentials see no scope at all. */
  readonly whenNothingIsSeen?: string;
  /** How one answer is understood, and one delivery. Pure: no connection needed. */
  readAnswer(answer: unknown): Reading;
  readDelivery(raw: RawDelivery): DeliveryReading;
  /** All that may prove a delivery of this tool, whatever the credentials are. */
  readonly provenBy: readonly DeliveryProof[];
  /** Proves a delivery over its raw bytes, in constant time, before anything of it is read or stored. Pure. Never throws. */
  verifyDelivery?(raw: RawDelivery, secrets: DeliverySecrets): 'ok' | 'refused' | Handshake;
  /** The tool's own name of a delivery, the same over its retries; null where it has none. Pure. Called after the proof. */
  deliveryKey?(raw: RawDelivery): string | null;
  /**
   * The cursor of a finished walk put back to this instant, ms since 1970, so that the changes since then come once more; left out where
   * a feed cannot go back. Pure. @throws ConnectorError `cursor-expired` for a cursor that only a full walk replaces.
   */
  rewindCursor?(cursor: Cursor, to: number): Cursor;
  create(options: ConnectorOptions): Connector;
}

/** What a person gave: Jira: email and token. Asana: token. Trello: key, token, and the app's secret for webhooks. */
export interface TokenCredentials {
  readonly kind?: undefined;
  readonly email?: string;
  readonly key?: string;
  readonly token: string;
  /** Signs Trello's deliveries, and those of a Jira OAuth app. */
  readonly appSecret?: string;
}

/** An app a person registered with the vendor and consented to. Its tokens change by the hour and are kept apart. */
export interface OAuthCredentials {
  readonly kind: 'oauth';
  readonly clientId: string;
  /** The client secret: tokens are asked for with it, and Jira signs its deliveries with it. */
  readonly appSecret: string;
  /** Where tokens are asked for, and where Atlassian's gateway is: as they were when the person consented. */
  readonly authOrigin: string;
  readonly apiOrigin: string;
  /** The site of Atlassian's cloud the person chose; null for a tool without. */
  readonly cloudId: string | null;
  readonly email?: undefined;
  readonly key?: undefined;
  readonly token?: undefined;
}

/** Credentials as stored (decrypted). */
export type Credentials = TokenCredentials | OAuthCredentials;

export interface AccessToken {
  readonly value: string;
  /** Counts up with each renewal, so that whoever was refused can say which one was. */
  readonly generation: number;
  /** ms since 1970. */
  readonly expiresAt: number;
  /** What the consent grants. */
  readonly scopes: readonly string[];
}

/** Where a connection's access token comes from. One at a time is renewed, however many ask. */
export interface AccessTokens {
  /** The one in force, renewed before it ends. @throws ConnectorError; `unauthorised` where only a new consent helps. */
  take(signal: AbortSignal): Promise<AccessToken>;
  /** Another one, after this was refused. The same errors. */
  replace(refused: AccessToken, signal: AbortSignal): Promise<AccessToken>;
  /** Whether it has ended: by the clock, else by the vendor's word. The same errors. */
  isOver(token: AccessToken, signal: AbortSignal): Promise<boolean>;
}

export interface ConnectorOptions {
  readonly connectionId: string;
  /** Bound origin: a request to anywhere else is refused before it leaves. */
  readonly baseUrl: string;
  readonly credentials: Credentials;
  /** With credentials of kind `oauth`, always. */
  readonly accessTokens?: AccessTokens;
  /** Which addresses may be connected to; absent: any. */
  readonly reach?: Reach;
  /** Keeps what the tool allows, with all others that share it; absent: for this connector alone. */
  readonly budget?: CallBudget | undefined;
  /** Told of each request and of each wait, for progress and metrics. */
  readonly onTraffic?: (event: TrafficEvent) => void;
  readonly now?: () => number;
}

export type TrafficEvent =
  | { readonly type: 'request'; readonly status: number; readonly durationMs: number }
  | { readonly type: 'wait'; readonly waitMs: number };
