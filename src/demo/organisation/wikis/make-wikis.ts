/** What the organisation writes in Confluence and Notion: part of its goals, and much that is none. */
import type { SimPage, SimSpace, SimWiki, Wikis } from '../../wiki-world.ts';
import type { SimTask, SimTool, Truth, World } from '../../world.ts';
import { dayMs } from '../calendar.ts';
import type { Random } from '../random.ts';
import { makeOtherPages } from './confluence-others.ts';
import { goalsIn } from './goals-in-wikis.ts';
import { makeLonePages, makeNotes, makeVisits, noteColumns, visitColumns } from './notion-others.ts';
import { makeOkrRows, okrColumns } from './okr-rows.ts';
import { notionId, pageMaker, say } from './page-maker.ts';
import { makeDraftPage, makeInterfacesPage } from './strategy-pages.ts';
import { type PageLink, tasksServing, withPageLinks } from './task-links.ts';

type Organisation = Pick<World, 'people' | 'cycles' | 'goals' | 'scopes' | 'tasks' | 'startsAt' | 'endsAt'> & {
  readonly truth: ReadonlyMap<string, Truth>;
};

/** Written before the recorded history begins, so that its first week has every goal. */
const writtenDaysAgo = 64;
const workMax = 5;

/** @returns The wikis, and the tasks with what links them to pages. */
export function makeWikis(random: Random, world: Organisation): { wikis: Wikis; tasks: SimTask[] } {
  const confluence = makeConfluence(random.fork('confluence'), world);
  const notion = makeNotion(random.fork('notion'), world);
  return {
    wikis: {
      spaces: [...confluence.spaces, ...notion.spaces],
      pages: [...confluence.pages, ...notion.pages],
    },
    tasks: withPageLinks(world.tasks, [...confluence.links, ...notion.links]),
  };
}

interface Made {
  readonly spaces: readonly SimSpace[];
  readonly pages: readonly SimPage[];
  readonly links: readonly PageLink[];
}

function makeConfluence(random: Random, world: Organisation): Made {
  const { people, cycles, goals, endsAt } = world;
  const [previous, current] = cycles as [World['cycles'][number], World['cycles'][number]];
  const strategy = makeSpace(world, 'confluence', 1, 'Strategy', { key: 'STRAT', vendorId: '131073' });
  const handbook = makeSpace(world, 'confluence', 2, 'Handbook', { key: 'HB', vendorId: '131075' });
  const make = pageMaker(random, 'confluence', people, endsAt);
  const home = make({
    space: strategy,
    title: 'Strategy',
    content: [say('Where we write down what we want.')],
    daysAgo: 300,
  });
  const goal = 'KR3.2';
  const issues = serving(world, goal, ['jira'], workMax);
  const page = makeInterfacesPage(make, {
    space: strategy,
    cycle: current,
    goals: goalsIn('confluence', goals),
    work: { goal, issues },
    daysAgo: writtenDaysAgo,
  });
  const draft = makeDraftPage(make, strategy, current, home);
  const others = makeOtherPages(random, make, { strategy, handbook, home, previous, people });
  const links = [
    ...linksTo(world, page, strategy, 'KR3.1', 'jira', ['attachment', 'text']),
    ...linksTo(world, page, strategy, 'KR3.1', 'trello', ['attachment']),
  ];
  return { spaces: [strategy, handbook], pages: [home, page, draft, ...others], links };
}

function makeNotion(random: Random, world: Organisation): Made {
  const { people, goals, scopes, endsAt } = world;
  const source = (number: number, name: string, columns: SimSpace['columns']) =>
    makeSpace(world, 'notion', number, name, { columns, vendorId: notionId(random) });
  const okrs = source(1, 'OKRs', okrColumns);
  const notes = source(2, 'Meeting notes', noteColumns);
  const visits = source(3, 'Ward visits', visitColumns);
  const make = pageMaker(random, 'notion', people, endsAt);
  const goal = 'KR4.2';
  const rows = makeOkrRows(make, {
    space: okrs,
    goals: goalsIn('notion', goals),
    work: { goal, tasks: serving(world, goal, ['trello', 'asana'], workMax) },
    scopes: new Map(scopes.map((scope) => [scope.id, scope])),
    daysAgo: writtenDaysAgo,
  });
  const row = rows.find(({ initial }) => initial.cells.Key === 'KR4.1');
  const others = [
    ...makeNotes(random, make, notes, people, endsAt),
    ...makeVisits(random, make, visits),
    ...makeLonePages(make, people),
  ];
  const links =
    row === undefined
      ? []
      : [
          ...linksTo(world, row, okrs, 'KR4.1', 'jira', ['text']),
          ...linksTo(world, row, okrs, 'KR4.1', 'asana', ['text']),
          ...linksTo(world, row, okrs, 'KR4.1', 'trello', ['attachment']),
        ];
  return { spaces: [okrs, notes, visits], pages: [...rows, ...others], links };
}

function serving({ tasks, truth }: Organisation, goal: string, tools: readonly SimTool[], most: number): SimTask[] {
  return tasksServing(goal, tools, tasks, truth, most);
}

function linksTo(
  world: Organisation,
  page: SimPage,
  space: SimSpace,
  goal: string,
  tool: SimTool,
  places: readonly PageLink['place'][],
): PageLink[] {
  const tasks = serving(world, goal, [tool], places.length);
  return tasks.map((task, at) => ({ task, page, space, place: places[at] ?? 'text' }));
}

function makeSpace(
  { startsAt }: Organisation,
  wiki: SimWiki,
  number: number,
  name: string,
  more: Partial<SimSpace> & { readonly vendorId: string },
): SimSpace {
  const createdAt = startsAt - 300 * dayMs;
  return {
    id: `${wiki}-space-${number}`,
    wiki,
    key: null,
    name,
    createdAt,
    archivedAt: null,
    hiddenAt: null,
    columns: [],
    ...more,
  };
}
