import type { SimCycle, SimGoal, SimPerson, SimTeam } from '../world.ts';

const dayMs = 86_400_000;

const weekMs = 7 * dayMs;
/** The eight weeks of history and one more: a cycle that turns within them would draw a step that says nothing about work. */
const historyMs = 9 * weekMs;

/**
 * The cycle `now` falls in and the one before it: quarters, or half-years where the quarter has only just begun, or years where
 * the half-year has. In January and February even the year has just begun, and the step is drawn.
 */
function makeCycles(now: number): { previous: SimCycle; current: SimCycle } {
  const months = [3, 6, 12].find((length) => now - startOf(now, length) >= historyMs) ?? 3;
  const startsAt = startOf(now, months);
  return { previous: makeCycle(startOf(startsAt - dayMs, months), months), current: makeCycle(startsAt, months) };
}

function startOf(at: number, months: number): number {
  const day = new Date(at);
  return Date.UTC(day.getUTCFullYear(), Math.floor(day.getUTCMonth() / months) * months, 1);
}

function makeCycle(startsAt: number, months: number): SimCycle {
  const start = new Date(startsAt);
  const [year, month] = [start.getUTCFullYear(), start.getUTCMonth()];
  const part = { 3: `-Q${month / 3 + 1}`, 6: `-H${month / 6 + 1}` }[months] ?? '';
  return {
    name: `${year}${part}`,
    startsOn: toDay(startsAt),
    endsOn: toDay(Date.UTC(year, month + months, 1) - dayMs),
  };
}

export function toDay(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

type GoalPlan = readonly [
  key: string,
  title: string,
  description: string,
  from: number,
  to: number,
  unit: string,
  team: string,
  commitment: 'committed' | 'aspirational',
];

const objectives: readonly (readonly [key: string, title: string, description: string, wing: number])[] = [
  [
    'O1',
    'Hospitals trust us on their worst day',
    'When a ward is under pressure our product is the one thing that keeps working.',
    2,
  ],
  [
    'O2',
    'Onboarding that needs no consultant',
    'A hospital signs, sets itself up and goes live, without anybody of ours on site.',
    0,
  ],
  [
    'O3',
    'Interfaces that work on the first day',
    'Every system of a hospital talks to ours from the first day, and no message is lost.',
    0,
  ],
  [
    'O4',
    'Give every nurse an hour back',
    'Less typing, less walking to a desk: an hour a shift goes back to patients.',
    1,
  ],
  ['O5', 'Grow with hospitals that recommend us', 'Growth comes from customers who stay, extend and tell others.', 3],
];

const currentResults: readonly GoalPlan[] = [
  [
    'KR1.1',
    'Availability of the ward board 99.90 % → 99.98 %',
    'Seen from the ward, planned downtime included.',
    99.9,
    99.98,
    '%',
    'platform',
    'committed',
  ],
  [
    'KR1.2',
    'Median time to restore service 94 → 30 minutes',
    'From the first patient-facing error to normal service.',
    94,
    30,
    'minutes',
    'platform',
    'committed',
  ],
  [
    'KR2.1',
    'Median days to go-live 21 → 7',
    'From signature to the first ward using the product.',
    21,
    7,
    'days',
    'onboarding',
    'committed',
  ],
  [
    'KR2.2',
    'Hospitals that import their own data 35 % → 80 %',
    'Share of new hospitals whose data import needed no help of ours.',
    35,
    80,
    '%',
    'onboarding',
    'aspirational',
  ],
  [
    'KR3.1',
    'FHIR interface live in 23 hospitals, from 9',
    'In production, with at least five resources.',
    9,
    23,
    'hospitals',
    'interfaces',
    'committed',
  ],
  [
    'KR3.2',
    'Failed HL7 messages per 10,000 from 42 → 5',
    'Messages refused or lost, over all hospitals.',
    42,
    5,
    'per 10,000',
    'interfaces',
    'committed',
  ],
  [
    'KR4.1',
    'Documentation per nurse and shift 74 → 45 minutes',
    'Measured in five reference wards.',
    74,
    45,
    'minutes',
    'ward',
    'aspirational',
  ],
  [
    'KR4.2',
    'Weekly active clinicians on mobile 2,100 → 6,000',
    'Clinicians who used the app on at least two days of the week.',
    2100,
    6000,
    'clinicians',
    'clinician-app',
    'committed',
  ],
  [
    'KR4.3',
    'Handovers completed in the app 12 % → 50 %',
    'Closed early: two large customers chose bedside boards instead.',
    12,
    50,
    '%',
    'ward',
    'aspirational',
  ],
  [
    'KR5.1',
    'Net revenue retention 104 % → 115 %',
    'Over the last twelve months, all customers.',
    104,
    115,
    '%',
    'customer-success',
    'committed',
  ],
  [
    'KR5.2',
    'Signed reference hospitals 4 → 10',
    'Hospitals that agreed in writing to speak for us.',
    4,
    10,
    'hospitals',
    'growth',
    'aspirational',
  ],
];

const previousResults: readonly GoalPlan[] = [
  [
    'KR1.3',
    'Recovery drills passed with six hospitals',
    'One drill each, scored by the hospital.',
    1,
    6,
    'drills',
    'platform',
    'committed',
  ],
  [
    'KR2.3',
    'Consultant days per go-live 12 → 6',
    'Days on site, averaged over the quarter.',
    12,
    6,
    'days',
    'customer-success',
    'committed',
  ],
  [
    'KR3.3',
    'File drops replaced in twelve hospitals',
    'Nightly SFTP drops switched off.',
    0,
    12,
    'hospitals',
    'interfaces',
    'committed',
  ],
];

/** Key results that were closed before their cycle ended: how many days before the end of the world, or of their own cycle. */
const closedDaysBefore: Readonly<Record<string, number>> = { 'KR4.3': 20, 'KR3.3': 12 };

export function makeGoals(
  people: readonly SimPerson[],
  teams: readonly SimTeam[],
  now: number,
): { goals: SimGoal[]; cycles: SimCycle[] } {
  const { previous, current } = makeCycles(now);
  const emailOf = (id: string | undefined) => people.find((person) => person.id === id)?.email ?? null;
  const leadOf = (teamId: string) => emailOf(teams.find((team) => team.id === teamId)?.leadId);
  const numberless = {
    cycle: null,
    from: null,
    to: null,
    unit: null,
    by: null,
    commitment: null,
    weight: null,
    closedOn: null,
  } as const;
  const vision: SimGoal = {
    ...numberless,
    key: 'V1',
    kind: 'vision',
    title: 'Be the partner hospitals trust',
    description: 'Hospitals choose us because their wards run better with us than without.',
    parent: null,
    ownerEmail: people[0]?.email ?? null,
    team: null,
  };
  const results = (plans: readonly GoalPlan[], cycle: SimCycle, closesBefore: number) =>
    plans.map(([key, title, description, from, to, unit, team, commitment]): SimGoal => {
      const closedDays = closedDaysBefore[key];
      return {
        key,
        kind: 'key-result',
        title,
        description,
        parent: `O${key[2]}`,
        cycle: cycle.name,
        from,
        to,
        unit,
        by: cycle.endsOn,
        ownerEmail: leadOf(team),
        team: teams.find((candidate) => candidate.id === team)?.name ?? null,
        commitment,
        weight: commitment === 'committed' ? 2 : 1,
        closedOn: closedDays === undefined ? null : toDay(closesBefore - closedDays * dayMs),
      };
    });
  return {
    cycles: [previous, current],
    goals: [
      vision,
      ...objectives.map(
        ([key, title, description, wing]): SimGoal => ({
          ...numberless,
          key,
          kind: 'objective',
          title,
          description,
          parent: 'V1',
          ownerEmail: people[1 + wing]?.email ?? null,
          team: null,
        }),
      ),
      ...results(currentResults, current, now),
      ...results(previousResults, previous, Date.parse(`${previous.endsOn}T00:00:00Z`)),
    ],
  };
}
