/** Statuses, issue types and priorities of the simulated site. */
import { type Category, jiraStatuses } from '../organisation/flows.ts';
import type { SimScope, SimTask, World } from '../world.ts';

export interface JiraStatus {
  readonly id: string;
  readonly name: string;
  readonly is: Category;
  /** Vendor id of the team-managed project it belongs to; null for the whole site. */
  readonly projectId: string | null;
}

const categories = {
  todo: { id: 2, key: 'new', colorName: 'blue-gray', name: 'To Do', word: 'TODO' },
  doing: { id: 4, key: 'indeterminate', colorName: 'yellow', name: 'In Progress', word: 'IN_PROGRESS' },
  done: { id: 3, key: 'done', colorName: 'green', name: 'Done', word: 'DONE' },
} as const;

export interface Vocabulary {
  readonly statuses: readonly JiraStatus[];
  status(scope: SimScope, name: string): JiraStatus;
  find(scope: SimScope, name: string): JiraStatus | undefined;
  /** A team-managed project has issue types of its own, with its own ids. */
  issueTypeId(scope: SimScope, kind: SimTask['kind']): string;
}

export function makeVocabulary(world: World): Vocabulary {
  const scopes = world.scopes.filter((scope) => scope.tool === 'jira');
  const statuses: JiraStatus[] = jiraStatuses['company-managed'].map((status, at) => ({
    ...status,
    id: String(10_000 + at),
    projectId: null,
  }));
  const own = scopes.filter((scope) => scope.style === 'team-managed');
  for (const scope of own) {
    for (const status of jiraStatuses['team-managed'])
      statuses.push({ ...status, id: String(10_000 + statuses.length), projectId: scope.vendorId });
  }
  const byName = new Map(statuses.map((status) => [`${status.projectId ?? ''}/${status.name}`, status]));
  const find = (scope: SimScope, name: string) =>
    byName.get(`${scope.style === 'team-managed' ? scope.vendorId : ''}/${name}`);
  return {
    statuses,
    find,
    status: (scope, name) => {
      const found = find(scope, name);
      if (found === undefined) throw new Error(`Project ${scope.key} has no status “${name}”`);
      return found;
    },
    issueTypeId: (scope, kind) => String(10_000 + (own.indexOf(scope) + 1) * 20 + kinds.indexOf(kind)),
  };
}

const kinds: readonly SimTask['kind'][] = ['subtask', 'story', 'task', 'bug', 'epic', 'initiative'];

const typeNames: Readonly<Record<string, readonly [name: string, level: number]>> = {
  subtask: ['Sub-task', -1],
  story: ['Story', 0],
  task: ['Task', 0],
  bug: ['Bug', 0],
  epic: ['Epic', 1],
  initiative: ['Initiative', 2],
};

export function typeNameOf(kind: SimTask['kind']): string {
  return typeNames[kind]?.[0] ?? 'Task';
}

export function renderIssueType(base: string, id: string, kind: SimTask['kind']): Record<string, unknown> {
  const [name, hierarchyLevel] = typeNames[kind] ?? ['Task', 0];
  return {
    self: `${base}/rest/api/3/issuetype/${id}`,
    id,
    description: '',
    iconUrl: `${base}/avatar/type`,
    name,
    subtask: hierarchyLevel < 0,
    avatarId: 10318,
    hierarchyLevel,
  };
}

/** A status as issues and `GET /status` carry it. */
export function renderStatus(base: string, status: JiraStatus): Record<string, unknown> {
  const { word: _, ...category } = categories[status.is];
  return {
    self: `${base}/rest/api/3/status/${status.id}`,
    description: '',
    iconUrl: `${base}/`,
    name: status.name,
    id: status.id,
    statusCategory: { self: `${base}/rest/api/3/statuscategory/${category.id}`, ...category },
    ...(status.projectId === null ? {} : { scope: { type: 'PROJECT', project: { id: status.projectId } } }),
  };
}

/** A status as `GET /statuses/search` carries it. */
export function renderSearchedStatus(status: JiraStatus): Record<string, unknown> {
  return {
    id: status.id,
    name: status.name,
    description: '',
    statusCategory: categories[status.is].word,
    scope: status.projectId === null ? { type: 'GLOBAL' } : { type: 'PROJECT', project: { id: status.projectId } },
  };
}

export function renderPriority(base: string): Record<string, unknown> {
  return {
    self: `${base}/rest/api/3/priority/3`,
    iconUrl: `${base}/images/icons/priorities/medium.svg`,
    name: 'Medium',
    id: '3',
  };
}
