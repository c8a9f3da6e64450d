/**
 * The simulated organisation, before any tool renders it: who works there, what it wants, and every task with its history.
 * A simulator answers from the state at its own clock, so the same world can be pulled week after week.
 */
import type { Delivery, DeliveryEntry } from './deliveries.ts';
import type { FaultHook } from './faults.ts';
import type { Wikis } from './wiki-world.ts';

export type SimTool = 'jira' | 'asana' | 'trello';

export interface World {
  readonly seed: string;
  /** The moment the world ends: nothing in it happens later. Milliseconds since 1970. */
  readonly endsAt: number;
  /** Eight weeks before `endsAt`: where the recorded history begins. */
  readonly startsAt: number;
  readonly organisation: { readonly name: string; readonly timeZone: string };
  readonly people: readonly SimPerson[];
  readonly teams: readonly SimTeam[];
  readonly cycles: readonly SimCycle[];
  readonly goals: readonly SimGoal[];
  /** The organisation's own rules, in the form `plumbline import rules` reads. */
  readonly rules: readonly SimRule[];
  readonly scopes: readonly SimScope[];
  readonly tasks: readonly SimTask[];
  /** What is true, kept apart from everything the tools show: by `SimTask.id`. */
  readonly truth: ReadonlyMap<string, Truth>;
  /** What stands in Confluence and Notion; absent where nobody writes into either. */
  readonly wikis?: Wikis;
}

/**
 * The goals a task truly serves (by key), or why it serves none. `container`: carries others, is not counted itself. `told`: goals that what
 * it is part of names, and that it does not serve.
 */
export type Truth =
  | { readonly is: 'serves'; readonly goals: readonly string[]; readonly clue: Clue; readonly told?: readonly string[] }
  | { readonly is: 'none' }
  | { readonly is: 'ktlo' }
  | { readonly is: 'closed-goal'; readonly goals: readonly string[] }
  | { readonly is: 'container' };

/** How the tools betray what a task serves; `nothing` where only a person could know. */
export type Clue = 'stated' | 'inherited' | 'rule' | 'text' | 'nothing';

export interface SimPerson {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly teamId: string | null;
  readonly managerId: string | null;
  /** The same person, named differently per tool; absent where they have no account. `email: null` where the tool hides it. */
  readonly accounts: Partial<
    Record<
      SimTool,
      { readonly id: string; readonly name: string; readonly username?: string; readonly email: string | null }
    >
  >;
}

export interface SimTeam {
  readonly id: string;
  readonly name: string;
  readonly leadId: string;
}

export interface SimCycle {
  readonly name: string;
  /** Days, `YYYY-MM-DD`, both inclusive. */
  readonly startsOn: string;
  readonly endsOn: string;
}

export interface SimGoal {
  readonly key: string;
  readonly kind: 'vision' | 'objective' | 'key-result';
  readonly title: string;
  readonly description: string;
  readonly parent: string | null;
  readonly cycle: string | null;
  readonly from: number | null;
  readonly to: number | null;
  readonly unit: string | null;
  readonly by: string | null;
  readonly ownerEmail: string | null;
  readonly team: string | null;
  readonly commitment: 'committed' | 'aspirational' | null;
  readonly weight: number | null;
  /** The day it was closed before its cycle ended; null while open. */
  readonly closedOn: string | null;
}

export interface SimRule {
  readonly when: {
    readonly tool?: string;
    readonly scope?: string;
    readonly label?: string;
    readonly type?: string;
    readonly team?: string;
    readonly field?: string;
    readonly text?: string;
  };
  /** A goal's key, or `ktlo`. */
  readonly then: string;
}

/** A Jira project, an Asana project or a Trello board. */
export interface SimScope {
  readonly id: string;
  readonly tool: SimTool;
  readonly vendorId: string;
  /** Jira's project key; null elsewhere. */
  readonly key: string | null;
  readonly name: string;
  readonly teamId: string | null;
  /** Jira: team-managed projects use other field ids and statuses than company-managed ones. */
  readonly style: 'company-managed' | 'team-managed' | null;
  readonly archivedAt: number | null;
  /** Since when the credentials may not see it any more; absent or null while they may. */
  readonly hiddenAt?: number | null;
  readonly deletedAt?: number | null;
  /** Asana sections, Trello lists; empty for Jira. A list may be archived while its cards stay open. */
  readonly groups: readonly SimGroup[];
}

export interface SimGroup {
  readonly vendorId: string;
  readonly name: string;
  readonly archivedAt: number | null;
}

export interface SimTask {
  /** Ours, stable by seed: `<tool>-<number>`. */
  readonly id: string;
  readonly tool: SimTool;
  readonly vendorId: string;
  /** Jira's `ONB-57`, Trello's short link; null for Asana. */
  readonly key: string | null;
  readonly scopeId: string;
  /** Asana: further projects it is also in. */
  readonly alsoIn: readonly { readonly scopeId: string; readonly groupId: string | null }[];
  readonly kind: 'initiative' | 'epic' | 'story' | 'task' | 'bug' | 'subtask' | 'card';
  readonly parentId: string | null;
  /** Trello: the card this one mirrors; a mirror must not be counted twice. */
  readonly mirrorOf: string | null;
  readonly authorId: string | null;
  readonly createdAt: number;
  /** What it was when it was made; `events` say what became of it. */
  readonly initial: SimTaskState;
  /** In order of `at`. */
  readonly events: readonly SimEvent[];
  /** Absent or null while it is there. */
  readonly deletedAt?: number | null;
}

export interface SimTaskState {
  readonly title: string;
  /** Plain text, paragraphs separated by blank lines; a simulator renders it as its tool would (ADF, notes, Markdown). */
  readonly text: string;
  /** The tool's own status (Jira), section (Asana) or list (Trello): its vendor id for groups, its name for Jira. */
  readonly status: string;
  readonly labels: readonly string[];
  /** Custom fields by their display name: `OKR`, `Team`, `Customer` … */
  readonly fields: Readonly<Record<string, string>>;
  readonly estimate: number | null;
  readonly assigneeId: string | null;
  readonly dueOn: string | null;
  readonly attachments: readonly { readonly name: string; readonly url: string }[];
  readonly archived: boolean;
  readonly completed: boolean;
}

/** One change: only the properties named in `set` become what it says. */
export interface SimEvent {
  readonly at: number;
  readonly by: string | null;
  readonly set: Partial<SimTaskState>;
  /** What befell the task beside its properties; only live changes (live.ts) bring these. */
  readonly deed?: SimDeed;
}

/** Ids are ours. A move changes `SimTask.scopeId` and `key`, a new parent `parentId`, joining and leaving `alsoIn`: they tell the present. */
export type SimDeed =
  | { readonly type: 'moved'; readonly from: SimPlace; readonly to: SimPlace }
  | { readonly type: 'joined' | 'left'; readonly scopeId: string }
  | { readonly type: 'reparented'; readonly from: string | null; readonly to: string | null }
  | { readonly type: 'deleted' | 'restored' };

export interface SimPlace {
  readonly scopeId: string;
  readonly key: string | null;
}

interface By {
  /** A person's id; absent or null: nobody known. */
  readonly by?: string | null;
}

/** `task` and `scope` are ids of the world (`SimTask.id`, `SimScope.id`), never the tool's. */
export type Edit = By &
  (
    | { readonly type: 'edit'; readonly task: string; readonly set: Partial<SimTaskState> }
    | {
        readonly type: 'create';
        readonly scope: string;
        readonly kind?: SimTask['kind'];
        readonly parent?: string | null;
        readonly set: Partial<SimTaskState>;
      }
    /** Its sub-tasks go with it; other children lose their parent. */
    | { readonly type: 'delete'; readonly task: string }
    | { readonly type: 'restore'; readonly task: string }
    /** Sub-tasks follow. `status` unless the old one exists there too: the first. */
    | { readonly type: 'move'; readonly task: string; readonly scope: string; readonly status?: string }
    /** Asana: into one more project, or out of one. */
    | { readonly type: 'join'; readonly task: string; readonly scope: string; readonly group?: string | null }
    | { readonly type: 'leave'; readonly task: string; readonly scope: string }
    | { readonly type: 'reparent'; readonly task: string; readonly parent: string | null }
    | {
        readonly type: 'archive' | 'unarchive' | 'lose-access' | 'regain-access' | 'delete-scope';
        readonly scope: string;
      }
  );

/** One thing that happened; a change may bring several: a sub-task goes with its parent. */
export interface Changed {
  readonly type: Edit['type'];
  readonly at: number;
  readonly by: string | null;
  /** Null where a whole scope changed. */
  readonly task: SimTask | null;
  readonly scope: SimScope;
  /** Position of its event in `task.events`; null for a task just made and for scopes. */
  readonly index: number | null;
  /** Tasks, their places or scopes came, went or moved: what was put together from lists of them must be put together again. */
  readonly isStructural: boolean;
}

/** A simulator that is listening. */
export interface SimServer {
  readonly tool: SimTool;
  /** `http://127.0.0.1:PORT`, without a final slash. */
  readonly url: string;
  /** What a client must send; each simulator refuses everything else as its tool does. */
  readonly credentials: SimCredentials;
  /** Moves the simulated tool to this moment: it then shows the world as it was. */
  setClock(now: number): void;
  /** Every request answered, in order, without credentials. */
  readonly journal: readonly JournalEntry[];
  /** Requests that broke the tool's published limits (they were answered 429). */
  violations(): number;
  /** Changes the world as a person in the tool would, at the server's clock. @throws Error For what the tool has no place for. */
  change(edit: Edit): Changed;
  /** From now on the clock runs with the machine's. */
  runClock(): void;
  /** Asked about each request from now on; null ends it. */
  fault(hook: FaultHook | null): void;
  /** Every attempt to bring a delivery of a webhook, in order. */
  readonly deliveries: readonly DeliveryEntry[];
  /** Resolves when no delivery is under way and no retry is waited for; held ones do not count. */
  settled(): Promise<void>;
  /** Sends the deliveries that were held, the latest first unless `order` says otherwise. */
  release(order?: (held: readonly Delivery[]) => readonly Delivery[]): void;
  close(): Promise<void>;
}

export interface SimCredentials {
  readonly email?: string;
  readonly key?: string;
  readonly token: string;
  /** Signs deliveries where the tool signs them with a secret of the app. */
  readonly appSecret?: string;
}

export interface JournalEntry {
  readonly at: number;
  readonly method: string;
  /** Path with query, credentials left out. */
  readonly path: string;
  /** What was asked in the body, where it matters for paging (Jira's POST reads). */
  readonly body: unknown;
  readonly status: number;
  /** How many tasks the answer held. */
  readonly tasks: number;
}
