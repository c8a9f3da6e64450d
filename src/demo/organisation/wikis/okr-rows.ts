/** Notion's data source “OKRs”: one row for each goal, its columns filled as its owners do, and rows that are no goals at all. */
import type { SimPage, SimPiece, SimSpace } from '../../wiki-world.ts';
import type { SimGoal, SimScope, SimTask } from '../../world.ts';
import { addressOfTask } from './addresses.ts';
import { inReadingOrder } from './goals-in-wikis.ts';
import { heading, type MakePage, say } from './page-maker.ts';

export const okrColumns: SimSpace['columns'] = [
  { name: 'Type', type: 'select' },
  { name: 'Key', type: 'text' },
  { name: 'Objective', type: 'select' },
  { name: 'From', type: 'number' },
  { name: 'To', type: 'number' },
  { name: 'Unit', type: 'text' },
  { name: 'Due', type: 'date' },
  { name: 'Owner', type: 'email' },
  { name: 'Confidence', type: 'select' },
];

export interface OkrPlan {
  readonly space: SimSpace;
  readonly goals: readonly SimGoal[];
  readonly work: { readonly goal: string; readonly tasks: readonly SimTask[] };
  readonly scopes: ReadonlyMap<string, SimScope>;
  readonly daysAgo: number;
}

export function makeOkrRows(make: MakePage, { space, goals, work, scopes, daysAgo }: OkrPlan): SimPage[] {
  const { objective, results } = inReadingOrder(goals);
  const listOfWork: SimPiece[] = [
    heading(2, `Work under ${work.goal}`),
    { is: 'list', items: work.tasks.map((task, at) => ({ text: mention(task, scopes.get(task.scopeId), at) })) },
  ];
  const rows = [objective, ...results].map((goal, at) => {
    const content = [say(goal.description)];
    const hasWork = goal.key === work.goal && work.tasks.length > 0;
    return make({
      space,
      title: goal.title,
      content,
      cells: cellsOf(goal, objective),
      daysAgo: daysAgo - at,
      later: hasWork ? [{ daysAgo: 5, set: { content: [...content, ...listOfWork] } }] : [],
    });
  });
  return [...rows, ...makeHealthRows(make, space)];
}

/** Some paste the bare address, some put words over it. */
function mention(task: SimTask, scope: SimScope | undefined, at: number) {
  const link = addressOfTask(task, scope);
  return at % 2 === 0 ? [{ link, text: link }] : [{ link, text: task.initial.title }, ', see there'];
}

function cellsOf(goal: SimGoal, objective: SimGoal): Record<string, string | number> {
  const { key, kind, from, to, unit, by, ownerEmail } = goal;
  const isResult = kind === 'key-result';
  const cells = {
    Type: isResult ? 'Key result' : 'Objective',
    Key: key,
    Objective: isResult ? `${objective.key}: ${objective.title}` : null,
    From: from,
    To: to,
    Unit: unit,
    Due: by,
    Owner: ownerEmail,
    Confidence: isResult ? 'medium' : null,
  };
  const filled = Object.entries(cells).filter((entry): entry is [string, string | number] => entry[1] !== null);
  return Object.fromEntries(filled);
}

/** Numbers that are watched and not worked for stand among them, as they do in most lists of this kind. */
function makeHealthRows(make: MakePage, space: SimSpace): SimPage[] {
  const watch = (title: string, From: number, To: number, Unit: string) =>
    make({ space, title, content: [], cells: { Type: 'Health metric', From, To, Unit }, daysAgo: 70 });
  return [watch('Support tickets per hospital and week', 3, 3, 'tickets'), watch('App start, median', 900, 900, 'ms')];
}
