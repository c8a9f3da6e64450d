/** Confluence's pages that state goals: one objective that everybody works for, and one that is still a draft. */
import type { SimPage, SimPiece, SimSpace, SimText } from '../../wiki-world.ts';
import type { SimCycle, SimGoal, SimTask } from '../../world.ts';
import { inReadingOrder } from './goals-in-wikis.ts';
import { heading, listed, type MakePage, say } from './page-maker.ts';

export interface StrategyPlan {
  readonly space: SimSpace;
  readonly cycle: SimCycle;
  readonly goals: readonly SimGoal[];
  /** Whose work the page lists, and the issues. */
  readonly work: { readonly goal: string; readonly issues: readonly SimTask[] };
  /** Days before the end that the page was written, and when the list of work was added. */
  readonly daysAgo: number;
}

export function makeInterfacesPage(make: MakePage, plan: StrategyPlan): SimPage {
  const stated = stateGoals(plan.goals);
  const { goal, issues } = plan.work;
  const work: SimPiece[] = [
    heading(2, `Work under ${goal}`),
    say('What the team picked for it, most urgent first. Ask before you add to the list.'),
    {
      is: 'list',
      items: issues.map((task, at) => ({ text: [{ issue: task.key ?? '' }, remarks[at % remarks.length] ?? ''] })),
    },
  ];
  const end: SimPiece[] = [heading(2, 'Not this time'), listed('A message designer for hospitals', 'Pharmacy systems')];
  return make({
    space: plan.space,
    title: `Interfaces ${plan.cycle.name}`,
    content: [...stated, ...end],
    labels: ['okr', 'interfaces', plan.cycle.name.toLowerCase()],
    daysAgo: plan.daysAgo,
    later: issues.length === 0 ? [] : [{ daysAgo: 6, set: { content: [...stated, ...work, ...end] } }],
  });
}

const remarks = ['', ' (waits for the hospital)', '', ' as soon as the lab is free', ''];

function stateGoals(goals: readonly SimGoal[]): SimPiece[] {
  const { objective, results } = inReadingOrder(goals);
  const row = ({ key, title, from, to, unit, by, ownerEmail }: SimGoal): SimText[] => [
    `${key}: ${title}`,
    String(from ?? ''),
    String(to ?? ''),
    unit ?? '',
    by === null ? '' : [{ day: by }],
    ownerEmail === null ? '' : [{ link: `mailto:${ownerEmail}`, text: ownerEmail }],
  ];
  return [
    heading(1, `${objective.key}: ${objective.title}`),
    say(`Owner: ${objective.ownerEmail ?? ''}`),
    say(objective.description),
    heading(2, 'Key results'),
    { is: 'table', rows: [['Key result', 'From', 'To', 'Unit', 'Due', 'Owner'], ...results.map(row)] },
  ];
}

/** What nobody has accepted yet: next cycle's first thoughts. */
export function makeDraftPage(make: MakePage, space: SimSpace, current: SimCycle, parent: SimPage): SimPage {
  const next = quarterAfter(current);
  return make({
    space,
    parent,
    title: `Objectives ${next.name} (draft)`,
    labels: ['okr', 'draft'],
    daysAgo: 16,
    content: [
      say('Not decided. Please comment until the end of the month, not in the chat.'),
      heading(2, 'O6: A medication round without paper'),
      listed(
        `KR6.1 Medication orders signed on mobile from 8 % to 60 % by ${next.endsOn}`,
        `KR6.2 Wards without a paper chart from 3 to 25 wards by ${next.endsOn}`,
      ),
      heading(2, 'Notes'),
      say('Two hospitals asked for it in writing; the pharmacists want to see it first.'),
    ],
  });
}

function quarterAfter({ endsOn }: SimCycle): { readonly name: string; readonly endsOn: string } {
  const first = new Date(Date.parse(`${endsOn}T00:00:00Z`) + 86_400_000);
  const quarter = Math.floor(first.getUTCMonth() / 3);
  const last = new Date(Date.UTC(first.getUTCFullYear(), quarter * 3 + 3, 0));
  return { name: `${first.getUTCFullYear()}-Q${quarter + 1}`, endsOn: last.toISOString().slice(0, 10) };
}
