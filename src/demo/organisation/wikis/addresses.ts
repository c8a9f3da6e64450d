/** Where the organisation's pages and tasks are on the web, for people who paste links. */
import type { SimPage, SimSpace } from '../../wiki-world.ts';
import type { SimScope, SimTask, SimTaskState, World } from '../../world.ts';

const site = 'https://larkfield.atlassian.net';

/** Without the title, as the button for sharing gives it. */
export function addressOf(page: SimPage, space: SimSpace | null): string {
  if (page.wiki === 'notion') return `https://www.notion.so/larkfield/${page.vendorId.replaceAll('-', '')}`;
  return `${site}/wiki/spaces/${space?.key}/pages/${page.vendorId}`;
}

/** Of an Asana task or a Trello card; an issue is named by its key. */
export function addressOfTask(task: SimTask, scope: SimScope | undefined): string {
  return task.tool === 'trello'
    ? `https://trello.com/c/${task.key}`
    : `https://app.asana.com/0/${scope?.vendorId ?? '0'}/${task.vendorId}`;
}

/** What a task's words and attachments say, changed in every state it was ever in. */
export function inEveryState(task: SimTask, change: (set: Partial<SimTaskState>) => Partial<SimTaskState>): SimTask {
  return {
    ...task,
    initial: { ...task.initial, ...change(task.initial) },
    events: task.events.map((event) => ({ ...event, set: { ...event.set, ...change(event.set) } })),
  };
}

/**
 * The world with its links to Confluence leading to where that listens: the simulated one has no name of its own on the web. For the tools
 * that show the tasks; start the wiki with the world as it was.
 *
 * @param url `http://127.0.0.1:PORT`.
 */
export function withConfluenceAt(world: World, url: string): World {
  const point = (text: string) => text.replaceAll(`${site}/wiki/`, `${url}/wiki/`);
  const change = ({ text, attachments }: Partial<SimTaskState>): Partial<SimTaskState> => ({
    ...(text === undefined ? {} : { text: point(text) }),
    ...(attachments === undefined
      ? {}
      : { attachments: attachments.map((each) => ({ ...each, url: point(each.url) })) }),
  });
  const isLinked = (task: SimTask) => JSON.stringify([task.initial, task.events]).includes(`${site}/wiki/`);
  return { ...world, tasks: world.tasks.map((task) => (isLinked(task) ? inEveryState(task, change) : task)) };
}
