/** The tools tasks come from. */
export const TOOLS = ['jira', 'asana', 'trello'] as const;
export type ToolName = (typeof TOOLS)[number];

/** The wikis strategy is written in: they give documents, never tasks. */
export const WIKIS = ['confluence', 'notion'] as const;
export type WikiName = (typeof WIKIS)[number];

/** Whatever a connection can be to. */
export const SOURCES = [...TOOLS, ...WIKIS] as const;
export type SourceName = ToolName | WikiName;

export function isWiki(source: SourceName): source is WikiName {
  return (WIKIS as readonly string[]).includes(source);
}

/** Our status word for what each tool calls a status, section or list. */
export type StatusCategory = 'todo' | 'in-progress' | 'done';

/** A custom field as one task carries it. */
export interface FieldValue {
  readonly externalId: string;
  readonly name: string;
  /** What a person reads in the tool; several values joined by ", ". */
  readonly value: string;
  /** The value as a number where the tool says it is one. */
  readonly number: number | null;
}

/** A link found on a task, and where. */
export interface TaskLink {
  readonly url: string;
  readonly title: string | null;
  readonly place: 'text' | 'attachment' | 'remote-link' | 'field';
}

/** What a link is called on screen. A link may carry a secret behind its question mark; what names the page stands before it. */
export function linkWords({ title, url }: Pick<TaskLink, 'title' | 'url'>): string {
  return title ?? url.replace(/[?#].*$/u, '');
}

/** The task moved from one status (section, list) to another. Oldest first; `at` in ms since 1970. */
export interface Transition {
  readonly at: number;
  readonly fromId: string | null;
  readonly fromName: string | null;
  readonly toId: string | null;
  readonly toName: string;
}

/** Where a task stands in its tool: the scope, and the section or list in it. */
export interface Placement {
  readonly scopeExternalId: string;
  readonly groupExternalId: string | null;
  readonly groupName: string | null;
}

/** One task as a connector yields it: our shape, the tool's own words beside it. It judges nothing. */
export interface TaskRecord {
  readonly type: 'task';
  /** The tool's own lasting id (Jira: the numeric id, not the key). */
  readonly externalId: string;
  readonly key: string | null;
  readonly url: string | null;
  /** The tool's own type: "Story", "Epic", "default_task", "card". */
  readonly kind: string;
  /** Height in the tool's own hierarchy: Jira's hierarchyLevel (epic 1, story 0, sub-task -1); null where it has none. */
  readonly level: number | null;
  readonly status: {
    readonly externalId: string | null;
    readonly name: string;
    /** What the tool itself says of it; null where it says nothing. */
    readonly category: StatusCategory | null;
  };
  readonly title: string;
  /** Plain text. */
  readonly text: string;
  readonly labels: readonly string[];
  readonly fields: readonly FieldValue[];
  readonly parentExternalId: string | null;
  /** Home first; more than one where the tool shows a task in several projects. */
  readonly placements: readonly Placement[];
  readonly assigneeId: string | null;
  readonly authorId: string | null;
  /** Everyone on it, the assignee included. */
  readonly memberIds: readonly string[];
  readonly createdAt: number | null;
  /** The version guard: a record older than the stored one changes nothing. */
  readonly updatedAt: number | null;
  readonly finishedAt: number | null;
  /** `YYYY-MM-DD`. */
  readonly startOn: string | null;
  readonly dueOn: string | null;
  readonly archived: boolean;
  /** The task this one only mirrors; it is not counted beside it. */
  readonly mirrorOfExternalId: string | null;
  readonly links: readonly TaskLink[];
  /** How many tasks the tool says are under it; null where it does not say. */
  readonly childCount: number | null;
  /** null where history is read apart from the task. */
  readonly transitions: readonly Transition[] | null;
  /** The fields read, as the tool gave them. */
  readonly raw: unknown;
}

/** Ours for a task: made of connection and the tool's id, so that a second pull writes the same row. */
export function taskId(connectionId: string, externalId: string): string {
  return `${connectionId}.${externalId}`;
}

/** Ours for a scope, made the same way. */
export function scopeId(connectionId: string, externalId: string): string {
  return `${connectionId}.${externalId}`;
}

export type FieldPart = 'goalFields' | 'estimateFields' | 'teamFields';

/** How a connection's own words are read. Guessed from its vocabulary, shown, editable; a change re-derives without a pull. */
export interface Mapping {
  /** By the status's external id, else by its name in lower case. */
  readonly statuses: Readonly<Record<string, StatusCategory>>;
  /** External ids of the fields that name a goal. */
  readonly goalFields: readonly string[];
  /** External ids of the fields that carry an estimate, the first with a number wins. */
  readonly estimateFields: readonly string[];
  /** External ids of the fields that name a team. */
  readonly teamFields: readonly string[];
  /** Those of `statuses` that a person set; they hold even against the tool's own word on one task. */
  readonly editedStatuses?: Readonly<Record<string, StatusCategory>>;
  /** Those of the lists of fields that no person set: a field of such a name that appears tomorrow belongs to them as well. */
  readonly guessedFields?: readonly FieldPart[];
}

/** A stored task with what evidence and flags need to know of it. */
export interface Task {
  readonly id: string;
  readonly connectionId: string;
  readonly tool: ToolName;
  readonly externalId: string;
  readonly key: string | null;
  readonly url: string | null;
  readonly kind: string;
  readonly level: number | null;
  readonly title: string;
  readonly text: string;
  readonly labels: readonly string[];
  readonly fields: readonly FieldValue[];
  readonly links: readonly TaskLink[];
  readonly parentId: string | null;
  /** Home first. */
  readonly places: readonly TaskPlace[];
  readonly statusName: string;
  readonly statusCategory: StatusCategory;
  /** The team's key as people import it; null for "no team". */
  readonly team: string | null;
  readonly isContainer: boolean;
  readonly isArchived: boolean;
  readonly isMirror: boolean;
  readonly goneAt: number | null;
  readonly visibility: 'visible' | 'access-lost';
  readonly createdAt: number | null;
  readonly updatedAt: number | null;
  /** When we last read it, ms since 1970: evidence says so. */
  readonly readAt: number;
}

export interface TaskPlace {
  readonly scopeId: string;
  readonly scopeKey: string | null;
  readonly scopeName: string;
  readonly groupName: string | null;
}

/** Countable and not done, archived, mirrored or gone. */
export function isLive(
  task: Pick<Task, 'statusCategory' | 'isArchived' | 'isMirror' | 'isContainer' | 'goneAt'>,
): boolean {
  return isCountable(task) && task.statusCategory !== 'done';
}

/** Counted at all: not a container (it only carries evidence down), not a mirror, not archived, not gone. */
export function isCountable(task: Pick<Task, 'isArchived' | 'isMirror' | 'isContainer' | 'goneAt'>): boolean {
  return !task.isContainer && !task.isMirror && !task.isArchived && task.goneAt === null;
}
