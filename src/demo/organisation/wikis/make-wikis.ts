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
const linksMax = 3;

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
  const [{ goal, tasks: issues }, { goal: linked }] = bySupport(world, ['KR3.1', 'KR3.2'], ['jira']);
  const page = makeInterfacesPage(make, {
    space: strategy,
    cycle: current,
    goals: goalsIn('confluence', goals),
    work: { goal, issues },
    daysAgo: writtenDaysAgo,
  });
  const draft = makeDraftPage(make, strategy, current, home);
  const others = makeOtherPages(random, make, { strategy, handbook, home, previous, people });
  const links = linksTo(world, page, strategy, linked);
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
  const [work, { goal: linked }] = bySupport(world, ['KR4.1', 'KR4.2'], ['trello', 'asana']);
  const rows = makeOkrRows(make, {
    space: okrs,
    goals: goalsIn('notion', goals),
    work,
    scopes: new Map(scopes.map((scope) => [scope.id, scope])),
    daysAgo: writtenDaysAgo,
  });
  const row = rows.find(({ initial }) => initial.cells.Key === linked);
  const others = [
    ...makeNotes(random, make, notes, people, endsAt),
    ...makeVisits(random, make, visits),
    ...makeLonePages(make, people),
  ];
  const links = row === undefined ? [] : linksTo(world, row, okrs, linked);
  return { spaces: [okrs, notes, visits], pages: [...rows, ...others], links };
}

interface Support {
  readonly goal: string;
  readonly tasks: readonly SimTask[];
}

/** Of two key results the one that more of these tools' tasks work for, which is where a page lists them, and the other one. */
function bySupport(
  { tasks, truth }: Organisation,
  [one, other]: readonly [string, string],
  tools: readonly SimTool[],
): readonly [Support, Support] {
  const supportOf = (goal: string) => ({ goal, tasks: tasksServing(goal, tools, tasks, truth, workMax) });
  const [first, second] = [supportOf(one), supportOf(other)];
  return first.tasks.length >= second.tasks.length ? [first, second] : [second, first];
}

/** One task of each tool, more of the first where another has none. In Jira an attachment is a remote link; Asana shows none. */
function linksTo({ tasks, truth }: Organisation, page: SimPage, space: SimSpace, goal: string): PageLink[] {
  const [jira = [], trello = [], asana = []] = (['jira', 'trello', 'asana'] as const).map((tool) =>
    tasksServing(goal, [tool], tasks, truth, linksMax),
  );
  const chosen = [...jira.slice(0, 1), ...trello.slice(0, 1), ...asana.slice(0, 1), ...jira.slice(1)].slice(
    0,
    linksMax,
  );
  return chosen.map((task, at) => ({
    task,
    page,
    space,
    place: task.tool === 'asana' || at > 1 ? 'text' : 'attachment',
  }));
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
