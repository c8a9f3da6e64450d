import { escapeHtml, htmlPage } from './html.ts';
import { renderDeliveries } from './play-page.ts';
import { hasHappened } from './state.ts';
import { plain, tableField } from './wiki-play-edit.ts';
import type { WikiPlayground } from './wiki-playground.ts';
import { pageAt, versionAt } from './wiki-state.ts';
import type { SimPage, SimPageState, SimPiece, SimSpace } from './wiki-world.ts';

const toolNames = { confluence: 'Confluence', notion: 'Notion' } as const;
/** What its pages stand in. */
const spaceNames = { confluence: 'Space', notion: 'Data source' } as const;

export interface Shown {
  /** The page that is open, by our id. */
  readonly page: string | null;
  /** The name of what was just changed. */
  readonly done: string | null;
  readonly fault: string | null;
}

export function renderWikiPlay(play: WikiPlayground, { page, done, fault }: Shown): string {
  const title = `Simulated ${toolNames[play.core.tool]}`;
  const changed = done === null ? '' : `<p role="status">Changed ${escapeHtml(done)}.</p>`;
  const said = fault === null ? changed : `<p role="alert">${escapeHtml(fault)}</p>`;
  const desk = play.desk === null ? '' : `${play.desk.html()}${renderDeliveries(play)}`;
  return htmlPage(
    title,
    `<h1>${title}</h1><p>Made-up strategy of a made-up organisation. Change something here, and watch it arrive in Plumbline.</p>${said}
    ${renderOpen(play, page)}${renderPages(play)}${renderCreation(play)}${renderSpaces(play)}${desk}`,
  );
}

interface Found {
  readonly page: SimPage;
  readonly state: SimPageState;
  readonly space: SimSpace | null;
}

function findPages({ core, wikis }: WikiPlayground): Found[] {
  const { now } = core.clock;
  return wikis.pages
    .flatMap((page): Found[] => {
      const state = page.wiki === core.tool && !hasHappened(page.purgedAt, now) ? pageAt(page, now) : null;
      return state === null ? [] : [{ page, state, space: wikis.spaces.find(({ id }) => id === page.spaceId) ?? null }];
    })
    .sort((one, other) => versionAt(other.page, now).at - versionAt(one.page, now).at);
}

function renderOpen(play: WikiPlayground, id: string | null): string {
  const found = findPages(play).find(({ page }) => page.id === id);
  if (found === undefined || found.state.status === 'trashed') return '';
  const { page, state, space } = found;
  const address = play.addressOf(page);
  const link = address === null ? '' : `<p><a href="${escapeHtml(address)}">Read it</a></p>`;
  const cells = (space?.columns ?? []).map(
    ({ name }) =>
      `<label>${escapeHtml(name)} <input name="cell-${escapeHtml(name)}" value="${escapeHtml(String(state.cells[name] ?? ''))}"></label>`,
  );
  return `<h2>${escapeHtml(state.title)}</h2>${link}<form method="post" action="/demo/change">
    <input type="hidden" name="page" value="${escapeHtml(page.id)}">
    <p class="line"><label>Title <input name="title" value="${escapeHtml(state.title)}" required></label> ${cells.join(' ')}</p>
    ${state.content.map(renderTable).join('')}<button name="action" value="save">Save</button></form>`;
}

/** A table to be written into, with a row to add. */
function renderTable(piece: SimPiece, at: number): string {
  if (piece.is !== 'table') return '';
  const [head = [], ...rows] = piece.rows;
  const names = head.map(plain);
  const blank = names.map(() => '');
  const body = [...rows.map((row) => row.map(plain)), blank].map((cells, row) => {
    const label = (column: number) => `${names[column]}, ${row === rows.length ? 'new row' : `row ${row + 1}`}`;
    const fields = cells.map(
      (text, column) =>
        `<td><input name="${tableField(at, row + 1, column)}" value="${escapeHtml(text)}" aria-label="${escapeHtml(label(column))}"></td>`,
    );
    return `<tr>${fields.join('')}</tr>`;
  });
  return `<table><thead><tr>${names.map((name) => `<th scope="col">${escapeHtml(name)}</th>`).join('')}</tr></thead><tbody>${body.join('')}</tbody></table>`;
}

function renderPages(play: WikiPlayground): string {
  const rows = findPages(play).map((found) => renderPage(play, found));
  if (rows.length === 0) return '<p>There is no page.</p>';
  return `<h2>Pages</h2><table><caption>The ${rows.length} pages, the last changed first</caption>
    <thead><tr><th scope="col">Page</th><th scope="col">Change</th></tr></thead><tbody>${rows.join('')}</tbody></table>`;
}

function renderPage({ core }: WikiPlayground, { page, state, space }: Found): string {
  const title = escapeHtml(state.title);
  const { status } = state;
  const isTrashed = status === 'trashed';
  const isHidden = hasHappened(page.hiddenAt, core.clock.now);
  const buttons = [
    isTrashed ? ['restore', 'Restore'] : ['trash', 'Move to trash'],
    isHidden ? ['show-page', 'Give access back'] : ['hide-page', 'Take access away'],
  ].map(([action, text]) => `<button name="action" value="${action}" aria-label="${text}: ${title}">${text}</button>`);
  const name = isTrashed ? title : `<a href="/demo/?page=${encodeURIComponent(page.id)}">${title || 'Untitled'}</a>`;
  const facts = [
    space?.name ?? 'in no data source',
    ...(status === 'current' ? [] : [status]),
    ...(isHidden ? ['hidden'] : []),
  ];
  return `<tr><th scope="row">${name}<small>${escapeHtml(facts.join(' · '))}</small></th>
    <td><form class="line" method="post" action="/demo/change"><input type="hidden" name="page" value="${escapeHtml(page.id)}">${buttons.join('')}</form></td></tr>`;
}

function spacesOf({ core, wikis }: WikiPlayground): SimSpace[] {
  return wikis.spaces.filter(({ wiki, createdAt }) => wiki === core.tool && createdAt <= core.clock.now);
}

function renderCreation(play: WikiPlayground): string {
  const options = spacesOf(play).map(
    ({ id, name }) => `<option value="${escapeHtml(id)}">${escapeHtml(name)}</option>`,
  );
  return `<h2>New page</h2><form class="line" method="post" action="/demo/change"><label>Title <input name="title" required></label>
    <select name="space" aria-label="Where it stands">${options.join('')}</select><button name="action" value="create">Create</button></form>`;
}

function renderSpaces(play: WikiPlayground): string {
  const name = spaceNames[play.core.tool];
  const rows = spacesOf(play).map((space) => {
    const isHidden = hasHappened(space.hiddenAt, play.core.clock.now);
    const [action, text] = isHidden ? ['regain-access', 'Give access back'] : ['lose-access', 'Take access away'];
    return `<tr><th scope="row">${escapeHtml(space.name)}</th><td><form class="line" method="post" action="/demo/change"><input type="hidden" name="space" value="${escapeHtml(space.id)}"><button name="action" value="${action}">${text}</button></form></td></tr>`;
  });
  return `<h2>${name}s</h2><table><thead><tr><th scope="col">${name}</th><th scope="col">Change</th></tr></thead><tbody>${rows.join('')}</tbody></table>`;
}
