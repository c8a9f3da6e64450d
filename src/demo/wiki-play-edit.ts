import type { Asked } from './play-edit.ts';
import type { WikiPlayground } from './wiki-playground.ts';
import { pageAt } from './wiki-state.ts';
import type { SimColumn, SimPage, SimPageState, SimPiece, SimText, WikiEdit } from './wiki-world.ts';

const pageActions = ['trash', 'restore', 'hide-page', 'show-page'] as const;
const spaceActions = ['lose-access', 'regain-access'] as const;

/** The change a form asks for. @throws Error In words for who sent it. */
export function readWikiEdit({ wikis, core }: WikiPlayground, asked: Asked): WikiEdit {
  const { action = '' } = asked;
  const isSpaceAction = spaceActions.find((each) => each === action);
  if (isSpaceAction) return { type: isSpaceAction, space: asked.space ?? '' };
  if (action === 'create') return { type: 'create', space: asked.space ?? '', set: { title: titleIn(asked) } };
  const page = wikis.pages.find(({ id, wiki }) => id === asked.page && wiki === core.tool);
  const state = page && pageAt(page, core.clock.now);
  if (!page || !state) throw new Error('There is no such page.');
  const pageAction = pageActions.find((each) => each === action);
  if (pageAction) return { type: pageAction, page: page.id, by: page.authorId };
  if (action !== 'save') throw new Error('This button does nothing.');
  const columns = wikis.spaces.find(({ id }) => id === page.spaceId)?.columns ?? [];
  return { type: 'edit', page: page.id, by: page.authorId, set: readFields(page, state, columns, asked) };
}

/** Only what is another than before: what nobody touched keeps its links and its version. */
function readFields(
  page: SimPage,
  state: SimPageState,
  columns: readonly SimColumn[],
  asked: Asked,
): Partial<SimPageState> {
  const title = titleIn(asked);
  const content = state.content.map((piece, at) => readTable(piece, at, asked));
  const cells = readCells(state, columns, asked);
  const set = {
    ...(title === state.title ? {} : { title }),
    ...(content.every((piece, at) => piece === state.content[at]) ? {} : { content }),
    ...(cells === null ? {} : { cells }),
  };
  if (Object.keys(set).length === 0) throw new Error(`Nothing was changed in “${page.initial.title}”.`);
  return set;
}

function titleIn({ title }: Asked): string {
  if (!title?.trim()) throw new Error('Please say a title.');
  return title.trim();
}

/** The row behind the last is the new one, where anything is written into it. */
function readTable(piece: SimPiece, at: number, asked: Asked): SimPiece {
  if (piece.is !== 'table') return piece;
  const width = piece.rows[0]?.length ?? 0;
  const fieldAt = (row: number, column: number) => asked[tableField(at, row, column)]?.trim();
  const rows = piece.rows.map((row, rowAt) => {
    const read = row.map((cell, column) => {
      const text = fieldAt(rowAt, column);
      return text === undefined || text === plain(cell) ? cell : text;
    });
    return read.every((cell, column) => cell === row[column]) ? row : read;
  });
  const added = Array.from({ length: width }, (_, column) => fieldAt(piece.rows.length, column) ?? '');
  const isAdded = added.some((text) => text !== '');
  if (!isAdded && rows.every((row, rowAt) => row === piece.rows[rowAt])) return piece;
  return { ...piece, rows: isAdded ? [...rows, added] : rows };
}

export function tableField(piece: number, row: number, column: number): string {
  return `t${piece}-${row}-${column}`;
}

export function plain(text: SimText): string {
  if (typeof text === 'string') return text;
  return text
    .map((span) => {
      if (typeof span === 'string') return span;
      if ('issue' in span) return span.issue;
      return 'day' in span ? span.day : span.text;
    })
    .join('');
}

function readCells(state: SimPageState, columns: readonly SimColumn[], asked: Asked): SimPageState['cells'] | null {
  const cells = { ...state.cells };
  for (const { name, type } of columns) {
    const text = asked[`cell-${name}`]?.trim();
    if (text === undefined || text === String(state.cells[name] ?? '')) continue;
    if (text === '') delete cells[name];
    else cells[name] = type === 'number' ? numberIn(name, text) : type === 'checkbox' ? text === 'true' : text;
  }
  const names = new Set([...Object.keys(cells), ...Object.keys(state.cells)]);
  return [...names].some((name) => cells[name] !== state.cells[name]) ? cells : null;
}

function numberIn(name: string, text: string): number {
  const number = Number(text);
  if (!Number.isFinite(number)) throw new Error(`“${name}” takes a number.`);
  return number;
}
