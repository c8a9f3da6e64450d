import { addressOfTask } from '../../../../src/demo/organisation/wikis/addresses.ts';
import type { SimPage, SimPageState, SimPiece, SimSpace, SimSpan } from '../../../../src/demo/wiki-world.ts';
import type { SimTask, World } from '../../../../src/demo/world.ts';
import type { Written } from './steps.ts';

export const pick = <T>(items: readonly T[], number: number): T | undefined => items[number % items.length];

interface Desk {
  readonly world: World;
  readonly page: SimPage;
  readonly state: SimPageState;
  readonly space: SimSpace | null;
}

/** What a person writes into a page as it is. */
export function writtenInto(desk: Desk, what: Written, value: number): Partial<SimPageState> {
  const { state, world } = desk;
  const sets: Record<Written, () => Partial<SimPageState>> = {
    title: () => ({ title: value % 2 === 0 ? `${state.title} again`.slice(0, 80) : `Something else ${value}` }),
    goals: () =>
      desk.page.wiki === 'notion' && desk.space?.columns.length ? rowOf(value) : { content: goalsOf(value) },
    number: () => numberIn(desk, value),
    mention: () => ({ content: [...withoutWork(state.content), ...workOf(world, value)] }),
    nothing: () => ({ content: [] }),
    // A label by itself makes no version: it is put on with the words that call for it.
    labels: () => ({ labels: value % 2 === 0 ? ['okr'] : [], content: [...state.content, words(`Marked ${value}`)] }),
  };
  return sets[what]();
}

const words = (text: string): SimPiece => ({ is: 'paragraph', text });
const WORK = 'Work under';

function withoutWork(content: readonly SimPiece[]): SimPiece[] {
  const at = content.findIndex((piece) => piece.is === 'heading' && String(piece.text).startsWith(WORK));
  return at < 0 ? [...content] : content.slice(0, at);
}

/** Up to three tasks, by key where it is Jira's, else by address. */
function workOf({ goals, tasks, scopes }: World, value: number): SimPiece[] {
  const goal = pick(
    goals.filter(({ kind }) => kind === 'key-result'),
    value,
  );
  const spanOf = (task: SimTask): SimSpan =>
    task.tool === 'jira'
      ? { issue: task.key ?? '' }
      : {
          link: addressOfTask(
            task,
            scopes.find(({ id }) => id === task.scopeId),
          ),
          text: 'the card',
        };
  const named = [0, 1, 2].slice(0, value % 4).flatMap((more) => pick(tasks, value + more * 7) ?? []);
  return [
    { is: 'heading', level: 2, text: `${WORK} ${goal?.key}` },
    { is: 'list', items: named.map((task) => ({ text: [spanOf(task), ' as planned'] })) },
  ];
}

/** An objective with its key results, which may stand elsewhere, too. */
function goalsOf(value: number): SimPiece[] {
  const key = 6 + (value % 3);
  return [
    { is: 'heading', level: 1, text: `O${key}: Something worth a year` },
    {
      is: 'table',
      rows: [
        ['Key result', 'From', 'To', 'Due'],
        [`KR${key}.1: Wards that want it`, '0', String(value), '2026-12-31'],
        [`KR${key}.2: Wards that have it`, '0', '12', '2027-03-31'],
      ],
    },
  ];
}

function rowOf(value: number): Partial<SimPageState> {
  const cells = { Type: 'Key result', Key: `KR7.${value % 3}`, Objective: 'O7', From: 0, To: value, Due: '2026-12-31' };
  return { title: `Wards that want it, ${value % 3}`, cells };
}

/** Another number in the first table, or in the row's cells. */
function numberIn({ state }: Desk, value: number): Partial<SimPageState> {
  if (typeof state.cells.To === 'number') return { cells: { ...state.cells, To: value } };
  const at = state.content.findIndex(({ is }) => is === 'table');
  const table = state.content[at];
  if (table?.is !== 'table') return { content: [...state.content, words(`We count ${value} of them.`)] };
  const [head = [], row = [], ...rest] = table.rows;
  const to = head.indexOf('To');
  const changed = row.map((cell, column) => (column === to ? String(value) : cell));
  return { content: state.content.with(at, { is: 'table', rows: [head, changed, ...rest] }) };
}
