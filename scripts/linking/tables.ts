import { type Figures, meanFigures } from '../../src/domain/linking/figures.ts';
import type { EvaluatedSet, Protocol } from './evaluated-set.ts';
import { type FailureKind, worstKinds } from './failures.ts';
import { BASELINES, PUBLISHED, PUBLISHED_SETS } from './published.ts';
import { type AtThreshold, fixedOnOthers } from './thresholds.ts';

type Row = readonly string[];

/** The tables of docs/linking.md, by the name of the place that each fills. */
export function makeTables(sets: readonly EvaluatedSet[]): Map<string, string> {
  return new Map([
    ['sets', setsTable(sets)],
    ['text-only', figuresTable(sets, 'textOnly')],
    ['seeded', figuresTable(sets, 'seeded')],
    ['baselines', baselinesTable(sets)],
    ['published', publishedTable(fixedOnOthers(sets, 'textOnly'))],
    ['fixed-thresholds', thresholdsTable(fixedOnOthers(sets, 'textOnly'), fixedOnOthers(sets, 'seeded'))],
    ['surest', surestTable(sets)],
    ['automatic', automaticTable(sets)],
    ['failures', failuresTable(sets)],
  ]);
}

function setsTable(sets: readonly EvaluatedSet[]): string {
  return table(
    ['set', 'goals', 'tasks', 'links', 'none', 'source', 'licence'],
    sets.map(({ set, textOnly: { figures } }) => [
      set.name,
      ...[set.goals.length, figures.tasks, figures.links, figures.noneTasks].map(String),
      set.source,
      set.licence,
    ]),
    [1, 2, 3, 4],
  );
}

const FIGURES: readonly (readonly [string, keyof Figures])[] = [
  ['precision', 'precision'],
  ['recall', 'recall'],
  ['F1', 'f1'],
  ['F2', 'f2'],
  ['best F1', 'bestF1'],
  ['acc@1', 'accuracy1'],
  ['MRR', 'mrr'],
  ['MAP', 'map'],
  ['recall@3', 'recall3'],
  ['none AUROC', 'noneAuroc'],
  ['none AP', 'noneAp'],
  ['none F1', 'noneF1'],
  ['Brier', 'brier'],
  ['ECE', 'ece'],
];

function figuresTable(sets: readonly EvaluatedSet[], protocol: Protocol): string {
  const all = sets.map((one) => one[protocol].figures);
  const rowOf = (name: string, figures: Figures): Row => [name, ...FIGURES.map(([, key]) => figure(figures[key]))];
  return table(
    ['set', ...FIGURES.map(([title]) => title)],
    [...sets.map(({ set }, at) => rowOf(set.name, all[at] as Figures)), bold(rowOf('mean', meanFigures(all)))],
  );
}

function baselinesTable(sets: readonly EvaluatedSet[]): string {
  const row = (method: string, protocol: Protocol): Row => {
    const mean = meanFigures(sets.map((one) => one[protocol].figures));
    return bold([method, ...[mean.accuracy1, mean.mrr, mean.bestF1, mean.noneAuroc, mean.ece].map(figure)]);
  };
  const measured = (wanted: Protocol) =>
    BASELINES.filter(({ protocol }) => protocol === wanted).map(({ method, figures }) => [
      method,
      ...figures.map(figure),
    ]);
  return table(
    ['method', 'acc@1', 'MRR', 'best F1', 'none AUROC', 'ECE'],
    [
      ...measured('textOnly'),
      row('**Plumbline**, text only', 'textOnly'),
      ...measured('seeded'),
      row('**Plumbline**, learning from the seed tasks', 'seeded'),
    ],
  );
}

function publishedTable(ours: readonly AtThreshold[]): string {
  const own = PUBLISHED_SETS.map((name) => figure(ours.find((one) => one.name === name)?.figures.f1 ?? null));
  return table(
    ['method', ...PUBLISHED_SETS],
    [
      ...PUBLISHED.map(({ method, f1 }) => [method, ...f1.map(figure)]),
      bold(['Plumbline, by text only, threshold fixed on the other families', ...own]),
    ],
  );
}

function thresholdsTable(textOnly: readonly AtThreshold[], seeded: readonly AtThreshold[]): string {
  const cells = ({ threshold, figures }: AtThreshold): string[] => [
    threshold.toFixed(2),
    ...[figures.precision, figures.recall, figures.f1].map(figure),
  ];
  return table(
    ['set', 'from', 'precision', 'recall', 'F1', 'seeded: from', 'precision', 'recall', 'F1'],
    textOnly.map((one, at) => [one.name, ...cells(one), ...cells(seeded[at] as AtThreshold)]),
  );
}

const SHARES = [
  [0.05, 'surest5'],
  [0.1, 'surest10'],
  [0.2, 'surest20'],
] as const;

function surestTable(sets: readonly EvaluatedSet[]): string {
  const columns = (['textOnly', 'seeded'] as const).flatMap((protocol) => SHARES.map((share) => ({ protocol, share })));
  const pooled = columns.map(({ protocol, share: [share, key] }) => {
    const counted = sets.map((one) => ({
      count: Math.ceil(one[protocol].figures.tasks * share),
      of: one[protocol].figures[key],
    }));
    const all = counted.reduce((sum, { count }) => sum + count, 0);
    return counted.reduce((sum, { count, of }) => sum + count * of, 0) / all;
  });
  return table(
    ['set', 'text only: 5 %', '10 %', '20 %', 'seeded: 5 %', '10 %', '20 %'],
    [
      ...sets.map((one) => [
        one.set.name,
        ...columns.map(({ protocol, share: [, key] }) => figure(one[protocol].figures[key])),
      ]),
      bold(['all tasks together', ...pooled.map(figure)]),
    ],
  );
}

function automaticTable(sets: readonly EvaluatedSet[]): string {
  const rows = sets.map(({ set, seeded: { automatic, figures } }) => ({
    name: set.name,
    ...automatic,
    tasks: figures.tasks,
  }));
  const cells = ({ decided, right, tasks }: { decided: number; right: number; tasks: number }) => [
    String(decided),
    percent(decided / tasks),
    decided === 0 ? '–' : figure(right / decided),
  ];
  const sum = (key: 'decided' | 'right' | 'tasks') => rows.reduce((total, row) => total + row[key], 0);
  const all = { decided: sum('decided'), right: sum('right'), tasks: sum('tasks') };
  return table(
    ['set', 'from', 'decided', 'share', 'precision'],
    [
      ...rows.map((row) => [row.name, row.from === null ? 'promises nothing' : figure(row.from), ...cells(row)]),
      bold(['all tasks together', '', ...cells(all)]),
    ],
  );
}

function failuresTable(sets: readonly EvaluatedSet[]): string {
  const tasks = new Map(sets.map(({ set, seeded }) => [set.name, seeded.figures.tasks]));
  const all = [...tasks.values()].reduce((sum, count) => sum + count, 0);
  return table(
    [
      'how it goes wrong',
      'tasks',
      'share',
      'of these thought 80 % likely',
      'most in',
      'for instance: task → said (right)',
    ],
    worstKinds(sets).map((kind) => [
      kind.kind,
      String(kind.failures.length),
      percent(kind.failures.length / all),
      String(kind.failures.filter(({ isSure }) => isSure).length),
      worstSets(kind, tasks),
      samples(kind),
    ]),
    [1, 2, 3],
  );
}

/** The two sets of which it takes the largest share. */
function worstSets({ failures }: FailureKind, tasks: ReadonlyMap<string, number>): string {
  const counts = [...Map.groupBy(failures, ({ set }) => set)].map(
    ([set, own]) => [set, own.length / (tasks.get(set) ?? 1)] as const,
  );
  const sorted = counts.sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  return sorted
    .slice(0, 2)
    .map(([set, share]) => `${set} (${percent(share)})`)
    .join(', ');
}

const SAMPLES = 3;

/** From as many sets as there are, the surest of each first. Ids only: the texts are not ours to copy. */
function samples({ failures }: FailureKind): string {
  const bySet = [...Map.groupBy(failures, ({ set }) => set).values()];
  const first = bySet.flatMap((own) => own.find(({ isSure }) => isSure) ?? own[0] ?? []);
  return first
    .slice(0, SAMPLES)
    .map(({ set, task, said, right }) => `${set} ${task} → ${said ?? 'nothing'} (${right ?? 'none'})`)
    .join('; ');
}

/** @param numbers The columns set flush right; without them all but the first. */
function table(head: Row, rows: readonly Row[], numbers = head.map((_, at) => at).slice(1)): string {
  const line = (cells: Row) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  const rule = head.map((_, at) => (numbers.includes(at) ? '--:' : '---'));
  return [line(head), line(rule), ...rows.map(line)].join('\n');
}

function bold(cells: Row): Row {
  return cells.map((cell) => (cell === '' || cell.includes('**') ? cell : `**${cell}**`));
}

function figure(value: number | null): string {
  return value === null ? '–' : value.toFixed(3).replace(/^0/, '');
}

function percent(share: number): string {
  return `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %`;
}
