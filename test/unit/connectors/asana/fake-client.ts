import type { AsanaClient, AsanaEvents, AsanaList } from '../../../../connectors/asana/client.ts';
import { ConnectorError, type ConnectorErrorKind } from '../../../../connectors/errors.ts';

export type Lists = Readonly<Record<string, readonly (readonly unknown[])[] | ConnectorErrorKind>>;

/**
 * Asana's answers out of memory: `tasks p1` → its pages. What is not named there is not visible. Offsets are page numbers, and `asked`
 * keeps every request.
 */
export function fakeClient(lists: Lists): AsanaClient & { readonly asked: string[] } {
  const asked: string[] = [];

  async function list(what: string, offset: string | null): Promise<AsanaList> {
    asked.push(offset === null ? what : `${what} at ${offset}`);
    const pages = lists[what] ?? 'not-visible';
    if (typeof pages === 'string') throw refused(what, pages);
    const at = Number(offset ?? 0);
    return { data: pages[at] ?? [], offset: at + 1 < pages.length ? String(at + 1) : null };
  }
  async function one(what: string): Promise<unknown> {
    return (await list(what, null)).data[0];
  }

  return {
    asked,
    me: () => one('me'),
    workspaces: (offset) => list('workspaces', offset),
    projects: (workspace, offset) => list(`projects ${workspace}`, offset),
    sections: (project, offset) => list(`sections ${project}`, offset),
    fieldSettings: (project, offset) => list(`fields ${project}`, offset),
    tasks: (project, offset, _fields, _signal, sinceMs = null) => {
      const since = sinceMs === null ? '' : ` since ${new Date(sinceMs).toISOString()}`;
      return list(`tasks ${project}${since}`, offset);
    },
    subtasks: (parent, offset) => list(`subtasks ${parent}`, offset),
    task: (gid) => one(`task ${gid}`),
    users: (workspace, offset) => list(`users ${workspace}`, offset),
    goals: (workspace, offset) => list(`goals ${workspace}`, offset),
    portfolioItems: (portfolio, offset) => list(`items ${portfolio}`, offset),
    relationships: (goal, offset) => list(`relationships ${goal}`, offset),
    events: async (project, sync) => (await one(`events ${project} ${sync}`)) as AsanaEvents,
    webhooks: (workspace, _resource, offset) => list(`webhooks ${workspace}`, offset),
    createWebhook: (resource, target) => one(`create ${resource} ${target}`),
    removeWebhook: async (gid) => void (await one(`remove ${gid}`)),
  };
}

function refused(call: string, kind: ConnectorErrorKind): ConnectorError {
  return new ConnectorError({ tool: 'asana', call, kind, because: 'as the test says' });
}

/** A task with so many subtasks, in these projects. */
export function rawTask(gid: string, subtasks = 0, projects: readonly string[] = ['p1']) {
  return {
    gid,
    name: `Task ${gid}`,
    completed: false,
    num_subtasks: subtasks,
    modified_at: '2026-11-01T00:00:00.000Z',
    memberships: projects.map((project) => ({ project: { gid: project } })),
  };
}
