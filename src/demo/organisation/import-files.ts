import type { SimGoal, SimPerson, SimRule, World } from '../world.ts';
import { goalsElsewhere } from './wikis/goals-in-wikis.ts';

/** The files `plumbline import` reads: goals and people as CSV, rules as YAML. */
export interface ImportFiles {
  readonly goals: string;
  readonly people: string;
  readonly rules: string;
}

/** The last people of the list are left out of the file: contractors, to be matched by hand. */
const strangers = 2;

export interface ImportOptions {
  /** Leaves out the goals that Confluence and Notion state: they come from there. Default: the file has every goal. */
  readonly withoutWikiGoals?: boolean;
}

export function importFiles(world: World, { withoutWikiGoals = false }: ImportOptions = {}): ImportFiles {
  const goals = withoutWikiGoals ? goalsElsewhere(world.goals) : world.goals;
  const known = world.people.slice(0, world.people.length - strangers);
  return {
    goals: toCsv(goalColumns, goals.map(goalRow)),
    people: toCsv(
      peopleColumns,
      known.map((person) => personRow(world, person)),
    ),
    rules: `${world.rules.map(ruleYaml).join('\n')}\n`,
  };
}

const goalColumns = [
  'key',
  'kind',
  'title',
  'description',
  'parent',
  'cycle',
  'from',
  'to',
  'unit',
  'by',
  'owner',
  'team',
  'commitment',
  'weight',
];
const peopleColumns = ['email', 'name', 'manager', 'team', 'jira', 'asana', 'trello'];

type Cell = string | number | null | undefined;

function goalRow(goal: SimGoal): Cell[] {
  return [
    goal.key,
    goal.kind,
    goal.title,
    goal.description,
    goal.parent,
    goal.cycle,
    goal.from,
    goal.to,
    goal.unit,
    goal.by,
    goal.ownerEmail,
    goal.team,
    goal.commitment,
    goal.weight,
  ];
}

/** An account is named only where the tool hides the e-mail: all others match by themselves. */
function personRow(world: World, person: SimPerson): Cell[] {
  const manager = world.people.find((candidate) => candidate.id === person.managerId);
  const team = world.teams.find((candidate) => candidate.id === person.teamId);
  const account = (tool: 'jira' | 'asana' | 'trello') =>
    person.accounts[tool]?.email === null ? person.accounts[tool].id : null;
  return [person.email, person.name, manager?.email, team?.name, account('jira'), account('asana'), account('trello')];
}

function toCsv(columns: readonly string[], rows: readonly Cell[][]): string {
  return `${[columns, ...rows].map((row) => row.map(csvCell).join(',')).join('\n')}\n`;
}

function csvCell(cell: Cell): string {
  const text = String(cell ?? '');
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function ruleYaml(rule: SimRule): string {
  const conditions = Object.entries(rule.when).map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
  return `- when: { ${conditions.join(', ')} }\n  then: ${rule.then}`;
}
