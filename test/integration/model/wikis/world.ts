import { makeWorld } from '../../../../src/demo/organisation/make-world.ts';
import type { SimPage, SimSpace } from '../../../../src/demo/wiki-world.ts';
import type { SimTask, World } from '../../../../src/demo/world.ts';
import { ENDS_AT } from '../small-world.ts';

const TASKS_A_TOOL = 6;
/** So many pages of each space: the first ones state the goals. */
const PAGES_A_SPACE = 6;

let smallWorld: World | null = null;

/**
 * A piece of the demo's organisation: two spaces of Confluence and two data sources of Notion with a few pages each, one project of Jira
 * and one board of Trello with tasks that these pages name. Always the same, and new each time: a history writes into it.
 */
export function makeWikiWorld(): World {
  smallWorld ??= cutOut();
  const { scopes, tasks, wikis } = smallWorld;
  return { ...smallWorld, ...structuredClone({ scopes, tasks, wikis }) };
}

function cutOut(): World {
  const whole = makeWorld({ seed: 'model', tasks: 1200, now: ENDS_AT });
  const all = whole.wikis ?? { spaces: [], pages: [] };
  const spaces = (['confluence', 'notion'] as const).flatMap((wiki) =>
    all.spaces.filter((space) => space.wiki === wiki).slice(0, 2),
  );
  const pages = spaces.flatMap((space) => pagesOf(all.pages, space));
  const tasks = (['jira', 'trello'] as const).flatMap((tool) => tasksOf(whole, tool, pages));
  const scopes = whole.scopes.filter(({ id }) => tasks.some(({ scopeId }) => scopeId === id));
  return { ...whole, scopes, tasks, wikis: { spaces, pages } };
}

function pagesOf(pages: readonly SimPage[], { id }: SimSpace): SimPage[] {
  return pages.filter(({ spaceId }) => spaceId === id).slice(0, PAGES_A_SPACE);
}

/** Of the scope with most tasks that pages name: those, and others until they are enough. They hang on nothing else. */
function tasksOf({ tasks }: World, tool: SimTask['tool'], pages: readonly SimPage[]): SimTask[] {
  const words = JSON.stringify(pages);
  const isNamed = ({ key }: SimTask) => words.includes(`"${key}"`) || words.includes(`/${key}"`);
  const plain = tasks.filter((task) => task.tool === tool && task.mirrorOf === null && task.kind !== 'subtask');
  const byScope = Map.groupBy(plain.filter(isNamed), ({ scopeId }) => scopeId);
  const [scopeId] = [...byScope].sort(([, one], [, other]) => other.length - one.length)[0] ?? [];
  const here = plain.filter((task) => task.scopeId === scopeId);
  const picked = [...here.filter(isNamed), ...here.filter((task) => !isNamed(task))].slice(0, TASKS_A_TOOL);
  return picked.map((task) => ({ ...task, parentId: null, alsoIn: [] }));
}
