/** Which tasks pages name, and which tasks link to pages: only what is true of them, and told already by something else. */
import type { SimPage, SimSpace } from '../../wiki-world.ts';
import type { SimTask, SimTaskState, SimTool, Truth } from '../../world.ts';
import { addressOf, inEveryState } from './addresses.ts';

type Truths = ReadonlyMap<string, Truth>;

/**
 * Up to `most` tasks of these tools that truly serve just this goal and betray it by more than words: what a page says of them is then
 * one more way to see it, and no other work becomes aligned.
 */
export function tasksServing(
  goal: string,
  tools: readonly SimTool[],
  tasks: readonly SimTask[],
  truth: Truths,
  most: number,
): SimTask[] {
  const order = ['inherited', 'rule', 'stated'];
  const rank = (task: SimTask) => {
    const told = truth.get(task.id);
    const isOnly = told?.is === 'serves' && told.goals.length === 1 && told.goals[0] === goal;
    return isOnly ? order.indexOf(told.clue) : -1;
  };
  const mirrored = new Set(tasks.map(({ mirrorOf }) => mirrorOf));
  const fit = tasks.filter((task) => {
    const isPlain = task.mirrorOf === null && !mirrored.has(task.id) && !task.initial.archived;
    return tools.includes(task.tool) && isPlain && rank(task) >= 0;
  });
  // From each kind in turn, so that not all of them are of one.
  const groups = order.map((_, at) => fit.filter((task) => rank(task) === at));
  const picked: SimTask[] = [];
  for (let round = 0; picked.length < most && groups.some((group) => group.length > round); round += 1) {
    picked.push(...groups.flatMap((group) => group[round] ?? []).slice(0, most - picked.length));
  }
  return picked;
}

export interface PageLink {
  readonly task: SimTask;
  readonly page: SimPage;
  readonly space: SimSpace;
  /** An attachment is a remote link in Jira; Asana shows none, so there it stands in the text. */
  readonly place: 'text' | 'attachment';
}

/** The tasks with their links, as if their authors had pasted them when they made the task. */
export function withPageLinks(tasks: readonly SimTask[], links: readonly PageLink[]): SimTask[] {
  const byTask = new Map(links.map((link) => [link.task.id, link]));
  return tasks.map((task) => {
    const link = byTask.get(task.id);
    return link === undefined ? task : inEveryState(task, (set) => pasted(set, link));
  });
}

function pasted({ text, attachments }: Partial<SimTaskState>, { page, space, place }: PageLink): Partial<SimTaskState> {
  const url = addressOf(page, space);
  if (place === 'text') {
    return text === undefined
      ? {}
      : { text: [text, `More in the wiki: ${url}`].filter((part) => part !== '').join('\n\n') };
  }
  return attachments === undefined ? {} : { attachments: [...attachments, { name: page.initial.title, url }] };
}
