import type { DocumentRecord } from '../src/domain/document.ts';
import type { WikiName } from '../src/domain/task.ts';
import type {
  Account,
  ConnectorOptions,
  Cursor,
  DeliveryProof,
  DeliverySecrets,
  Handshake,
  PersonRecord,
  RawDelivery,
  ScopeRecord,
  ScopeRef,
  ScopeSince,
  SetAside,
} from './connector.ts';
import type { CredentialField, ToolAddress } from './credential-fields.ts';

/** What a wiki can and cannot show. */
export interface WikiAbilities {
  /** What its scopes are called on screen: "space", "data source". */
  readonly scopeNoun: string;
  /** It tells of changes, by a webhook that only a person can make in its own settings. */
  readonly hasWebhooksByHand: boolean;
  /** The rows of a scope may state goals in columns, which a person can name. */
  readonly hasGoalColumns: boolean;
}

/** One answer of a wiki, normalised. Storing `records` and `cursor` together makes it safe to repeat. */
export interface DocumentPage {
  readonly records: readonly DocumentRecord[];
  readonly setAside: readonly SetAside[];
  /** Where to resume after this page; on the last one, where the next pull begins. */
  readonly cursor: Cursor;
  /** True on the last page of a complete walk. */
  readonly isLast: boolean;
}

/** One answer about what changed. Storing `records` and `cursors` together makes it safe to repeat. */
export interface DocumentChanges extends FetchedDocuments {
  /** Where each scope stands after this page, by its external id; one that is not named stands where it stood. */
  readonly cursors: Readonly<Record<string, Cursor>>;
}

export interface FetchedDocuments {
  readonly records: readonly DocumentRecord[];
  readonly setAside: readonly SetAside[];
  /** Not given: deleted, restricted or not shared; nobody knows which, so it is never taken for deleted. */
  readonly missing: readonly string[];
}

export interface DocumentId {
  readonly kind: 'document' | 'scope';
  readonly externalId: string;
}

export interface WikiDelivery {
  readonly changed: readonly DocumentId[];
  readonly deleted: readonly DocumentId[];
  /** Parts of it that concern nothing we read, each with its reason. */
  readonly ignored: readonly { readonly reason: string }[];
}

/** How one stored answer is understood, recognised by its shape. */
export interface WikiReading {
  readonly kind: string;
  readonly records: readonly (DocumentRecord | PersonRecord | ({ readonly type: 'scope' } & ScopeRecord))[];
  readonly ignored: readonly { readonly reason: string }[];
}

/** Reads strategy documents. The same rules as for `Connector`: the next page is asked for when the last one is stored. */
export interface WikiConnector {
  readonly tool: WikiName;
  readonly abilities: WikiAbilities;
  /** Confirms the credentials; says whose they are. */
  check(signal: AbortSignal): Promise<Account>;
  listScopes(signal: AbortSignal): AsyncIterable<ScopeRecord>;
  /**
   * Documents of one scope, newest first. `since` null reads all; otherwise a cursor of an earlier page: a mid-walk one resumes that
   * walk, a finished one gives what changed since. A walk that is cut short never moves the place the next one starts from.
   *
   * @throws ConnectorError `not-visible`, `cursor-expired` for a place the tool forgot, or any other kind of the call that failed.
   */
  pull(scope: ScopeRef, since: Cursor | null, signal: AbortSignal): AsyncIterable<DocumentPage>;
  /**
   * What changed in these scopes since the cursors of their finished walks, in one question for all of them; nothing new: no page. Its
   * cursors are those of a finished walk, so that `pull` goes on from them as well. What went to the trash is not told.
   *
   * @throws ConnectorError `unauthorised` or `not-visible` also where the credentials may read, but not ask like this; else as `pull`.
   */
  pullChanges?(scopes: readonly ScopeSince[], signal: AbortSignal): AsyncIterable<DocumentChanges>;
  /**
   * Documents that stand in no scope, by the same rules as `pull`, where the wiki lists them at all. Such a list lags and is not whole:
   * nothing is gone because it is not on it.
   */
  pullLoose?(since: Cursor | null, signal: AbortSignal): AsyncIterable<DocumentPage>;
  /** The ids of those it lists. */
  listLooseIds?(signal: AbortSignal): AsyncIterable<readonly string[]>;
  /** Every id of the scope and nothing else, to find what vanished. */
  census(scope: ScopeRef, signal: AbortSignal): AsyncIterable<readonly string[]>;
  /** Reads these documents again, whatever the cursor says, trashed ones included. */
  fetchRecords(externalIds: readonly string[], signal: AbortSignal): Promise<FetchedDocuments>;
}

/** What a wiki's connector is made from. */
export interface WikiDefinition {
  readonly tool: WikiName;
  readonly abilities: WikiAbilities;
  readonly address: ToolAddress;
  readonly credentials: readonly CredentialField[];
  /** What a person does there where good credentials see no scope at all. */
  readonly whenNothingIsSeen?: string;
  /** How one answer is understood, and one delivery. Pure; they never throw. */
  readAnswer(answer: unknown): WikiReading;
  readDelivery(raw: RawDelivery): WikiDelivery;
  readonly provenBy: readonly DeliveryProof[];
  /** Proves a delivery over its raw bytes, in constant time. Absent where the wiki sends none. */
  verifyDelivery?(raw: RawDelivery, secrets: DeliverySecrets): 'ok' | 'refused' | Handshake;
  /** The wiki's own name of a delivery, the same over its retries. */
  deliveryKey?(raw: RawDelivery): string | null;
  create(options: ConnectorOptions): WikiConnector;
}
