import { isDeepStrictEqual } from 'node:util';
import { addressOf } from '../../../../src/demo/organisation/wikis/addresses.ts';
import { isThere, stateAt } from '../../../../src/demo/state.ts';
import { isPageSeen, isSpaceSeen, pageAt } from '../../../../src/demo/wiki-state.ts';
import type { SimPage, SimSpace, WikiEdit } from '../../../../src/demo/wiki-world.ts';
import type { Tools } from '../tools.ts';
import type { WikiStep } from './steps.ts';
import { pick, writtenInto } from './write.ts';

/** Makes what people change in a page, a space or a task. @returns Whether the step was of that kind. */
export function change(step: WikiStep, tools: Tools): boolean {
  if (step.type === 'give-back') {
    for (const edit of everythingBack(tools)) make(edit, tools);
    return true;
  }
  if (step.type === 'link') {
    link(step, tools);
    return true;
  }
  const edit = editOf(step, tools);
  if (edit) make(edit, tools);
  return edit !== undefined;
}

function make(edit: WikiEdit, { wikis, world }: Tools): void {
  const { pages = [], spaces = [] } = world.wikis ?? {};
  const id = 'page' in edit ? edit.page : edit.space;
  const wiki = [...pages, ...spaces].find((each) => each.id === id)?.wiki;
  if (wiki) wikis.get(wiki)?.change(edit);
}

const spaceOf = ({ world }: Tools, page: SimPage): SimSpace | null =>
  world.wikis?.spaces.find(({ id }) => id === page.spaceId) ?? null;

/** Undefined for what is no change of a wiki; null where there is nothing to do it to. */
function editOf(step: WikiStep, tools: Tools): WikiEdit | null | undefined {
  const { world, now } = tools;
  const all = (world.wikis?.pages ?? []).filter((page) => page.purgedAt === null && pageAt(page, now()) !== null);
  const statusOf = (page: SimPage) => pageAt(page, now())?.status;
  const live = all.filter((page) => statusOf(page) === 'current' && isOpen(spaceOf(tools, page), now()));
  const spaces = world.wikis?.spaces ?? [];
  switch (step.type) {
    case 'edit':
      return edited(step, live, tools);
    case 'create':
      return created(step, live, tools);
    case 'move':
      return moved(step, live, tools);
    case 'trash':
      return ofPage(step.type, pick(live, step.page));
    case 'restore':
    case 'purge':
      return ofPage(
        step.type,
        pick(
          all.filter((page) => statusOf(page) === 'trashed'),
          step.page,
        ),
      );
    case 'hide-page':
    case 'show-page': {
      const isHidden = step.type === 'show-page';
      return ofPage(
        step.type,
        pick(
          live.filter((page) => (page.hiddenAt !== null) === isHidden),
          step.page,
        ),
      );
    }
    case 'lose-access':
    case 'regain-access':
    case 'archive':
    case 'unarchive': {
      const fits = {
        'lose-access': (space: SimSpace) => space.hiddenAt === null,
        'regain-access': (space: SimSpace) => space.hiddenAt !== null,
        archive: (space: SimSpace) => space.archivedAt === null,
        unarchive: (space: SimSpace) => space.archivedAt !== null,
      }[step.type];
      const space = pick(spaces.filter(fits), step.space);
      return space ? { type: step.type, space: space.id } : null;
    }
    default:
      return undefined;
  }
}

function ofPage(type: 'trash' | 'restore' | 'purge' | 'hide-page' | 'show-page', page: SimPage | undefined) {
  return page ? { type, page: page.id } : null;
}

function isOpen(space: SimSpace | null, now: number): boolean {
  return space === null || (isSpaceSeen(space, now) && space.archivedAt === null);
}

function edited(step: WikiStep & { type: 'edit' }, live: readonly SimPage[], tools: Tools): WikiEdit | null {
  const page = pick(live, step.page);
  const state = page && pageAt(page, tools.now());
  if (!page || !state) return null;
  const set = writtenInto({ world: tools.world, page, state, space: spaceOf(tools, page) }, step.what, step.value);
  const isChange = Object.entries(set).some(
    ([name, value]) => !isDeepStrictEqual(value, state[name as keyof typeof state]),
  );
  return isChange ? { type: 'edit', page: page.id, set } : null;
}

function created(step: WikiStep & { type: 'create' }, live: readonly SimPage[], tools: Tools): WikiEdit | null {
  const space = pick(
    (tools.world.wikis?.spaces ?? []).filter((each) => isOpen(each, tools.now())),
    step.space,
  );
  const like = pick(
    live.filter(({ spaceId }) => spaceId === space?.id),
    step.like,
  );
  const state = like && pageAt(like, tools.now());
  if (!space) return null;
  const { content = [], cells = {}, title = 'A page' } = state ?? {};
  return { type: 'create', space: space.id, set: { title: `${title} ${step.value}`, content, cells } };
}

function moved(step: WikiStep & { type: 'move' }, live: readonly SimPage[], tools: Tools): WikiEdit | null {
  const page = pick(live, step.page);
  const spaces = tools.world.wikis?.spaces.filter((space) => space.wiki === page?.wiki && isOpen(space, tools.now()));
  const places = [...(spaces ?? []).map(({ id }) => id), ...(page?.wiki === 'notion' ? [null] : [])];
  const to = pick(
    places.filter((id) => id !== page?.spaceId),
    step.space,
  );
  return page && to !== undefined ? { type: 'move', page: page.id, to } : null;
}

/** Whatever was taken away, put away or thrown away. */
function everythingBack({ world, now }: Tools): WikiEdit[] {
  const { pages = [], spaces = [] } = world.wikis ?? {};
  const ofSpaces = spaces.flatMap(({ id, hiddenAt, archivedAt }): WikiEdit[] => [
    ...(hiddenAt === null ? [] : [{ type: 'regain-access', space: id } as const]),
    ...(archivedAt === null ? [] : [{ type: 'unarchive', space: id } as const]),
  ]);
  const ofPages = pages
    .filter(({ purgedAt }) => purgedAt === null)
    .flatMap((page): WikiEdit[] => [
      ...(page.hiddenAt === null ? [] : [{ type: 'show-page', page: page.id } as const]),
      ...(pageAt(page, now())?.status === 'trashed' ? [{ type: 'restore', page: page.id } as const] : []),
    ]);
  return [...ofSpaces, ...ofPages];
}

/** A task's author pastes the address of a page, or takes it out again. */
function link({ task: number, page: at, isRemoved }: WikiStep & { type: 'link' }, tools: Tools): void {
  const { world, now, servers, wikis } = tools;
  const task = pick(
    world.tasks.filter((each) => isThere(each, now())),
    number,
  );
  const page = pick(
    (world.wikis?.pages ?? []).filter((each) => isPageSeen(each, spaceOf(tools, each), now())),
    at,
  );
  if (!task || !page) return;
  const site = wikis.get('confluence')?.url ?? '';
  const url = addressOf(page, spaceOf(tools, page)).replace('https://larkfield.atlassian.net', site);
  const text = isRemoved ? 'It speaks for itself.' : `Why: ${url}`;
  if (stateAt(task, now())?.text !== text)
    servers.get(task.tool)?.change({ type: 'edit', task: task.id, set: { text } });
}
