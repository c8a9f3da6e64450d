import type { SimPerson, SimTeam, SimTool } from '../world.ts';
import type { Random } from './random.ts';

const mailDomain = 'larkfield.example';

interface TeamPlan {
  readonly id: string;
  readonly name: string;
  /** Which of the four managers of managers it belongs to. */
  readonly wing: number;
  readonly members: number;
}

const teamPlans: readonly TeamPlan[] = [
  { id: 'onboarding', name: 'Onboarding', wing: 0, members: 6 },
  { id: 'interfaces', name: 'Interfaces', wing: 0, members: 6 },
  { id: 'ward', name: 'Ward', wing: 1, members: 6 },
  { id: 'clinician-app', name: 'Clinician App', wing: 1, members: 5 },
  { id: 'insights', name: 'Insights', wing: 1, members: 4 },
  { id: 'platform', name: 'Platform', wing: 2, members: 6 },
  { id: 'security', name: 'Security and Compliance', wing: 2, members: 4 },
  { id: 'customer-success', name: 'Customer Success', wing: 3, members: 5 },
  { id: 'growth', name: 'Growth', wing: 3, members: 4 },
];

const firstNames = [
  'Ana',
  'Ingrid',
  'Tomás',
  'Priya',
  'Marta',
  'Jonas',
  'Aoife',
  'Dara',
  'Henrik',
  'Beatriz',
  'Callum',
  'Yusuf',
  'Elena',
  'Rhys',
  'Sofia',
  'Nils',
  'Grace',
  'Mateus',
  'Leila',
  'Owen',
  'Astrid',
  'Diogo',
  'Hannah',
  'Kofi',
  'Maren',
  'Pedro',
  'Siân',
  'Viktor',
  'Amara',
  'Joost',
  'Clara',
  'Ravi',
  'Ewa',
  'Luís',
  'Freya',
  'Omar',
  'Zoë',
  'Anders',
  'Nadia',
  'Iain',
  'Teresa',
  'Mikkel',
  'Chidi',
  'Lotte',
  'Rui',
  'Emma',
  'Stefan',
  'Inês',
  'Gareth',
  'Mei',
  'Bruno',
  'Kirsten',
  'Adam',
  'Fatima',
  'Oskar',
  'Helena',
  'Piotr',
  'Rosa',
  'Declan',
  'Yara',
] as const;

const lastNames = [
  'Sousa',
  'Lindqvist',
  'Ferreira',
  'Raman',
  'Kowalska',
  'Berg',
  'Byrne',
  'Okafor',
  'Dahl',
  'Moreira',
  'MacLeod',
  'Demir',
  'Petrova',
  'Pritchard',
  'Almeida',
  'Holm',
  'Whitaker',
  'Carvalho',
  'Haddad',
  'Bevan',
  'Solberg',
  'Pinto',
  'Fischer',
  'Mensah',
  'Vos',
  'Teixeira',
  'Llewellyn',
  'Novak',
  'Nwosu',
  'de Graaf',
  'Lopes',
  'Iyer',
  'Zielinski',
  'Neves',
  'Hansen',
  'Saleh',
  'Brandt',
  'Nyström',
  'Rahimi',
  'Fraser',
  'Duarte',
  'Kjær',
  'Eze',
  'Jansen',
  'Barros',
  'Clarke',
  'Weber',
  'Cardoso',
  'Morgan',
  'Tan',
  'Reis',
  'Lund',
  'Hughes',
  'Aziz',
  'Virtanen',
  'Costa',
  'Wójcik',
  'Santos',
  'Kelly',
  'Mansour',
] as const;

/** The leader of all, four managers of managers, nine team leads, the members of their teams, and two contractors. */
export function makePeople(random: Random): { people: SimPerson[]; teams: SimTeam[] } {
  const first = random.shuffle(firstNames);
  const last = random.shuffle(lastNames);
  const people: SimPerson[] = [];
  const add = (teamId: string | null, managerId: string | null): SimPerson => {
    const number = people.length + 1;
    const person = makePerson(random, number, `${first[number - 1]} ${last[number - 1]}`, teamId, managerId);
    people.push(person);
    return person;
  };
  const leader = add(null, null);
  const wings = [0, 1, 2, 3].map(() => add(null, leader.id));
  const teams = teamPlans.map((plan): SimTeam => {
    const lead = add(plan.id, (wings[plan.wing] as SimPerson).id);
    for (let member = 0; member < plan.members; member += 1) add(plan.id, lead.id);
    return { id: plan.id, name: plan.name, leadId: lead.id };
  });
  return { people, teams };
}

function makePerson(
  random: Random,
  number: number,
  name: string,
  teamId: string | null,
  managerId: string | null,
): SimPerson {
  const [given = '', ...rest] = plain(name).split(' ');
  const family = rest.join('');
  const email = `${given}.${family}@${mailDomain}`;
  const initials = `${given[0]}${family}`;
  const hidden = (probability: number) => (random.chance(probability) ? null : email);
  const accounts: Partial<Record<SimTool, { id: string; name: string; username?: string; email: string | null }>> = {
    jira: { id: `712020:${uuid(random)}`, name, email: hidden(0.25) },
  };
  if (random.chance(0.7))
    accounts.asana = { id: `12${digits(random, 14)}`, name: asanaName(random, name), email: hidden(0.05) };
  if (random.chance(0.65)) {
    const trelloName = random.weighted([
      [name, 3],
      [`${name.split(' ')[0]} ${family[0]?.toUpperCase()}.`, 3],
      [initials, 2],
    ] as const);
    accounts.trello = {
      id: random.text('0123456789abcdef', 24),
      name: trelloName,
      username: `${initials}${number}`,
      email: hidden(0.85),
    };
  }
  return { id: `person-${number}`, name, email, teamId, managerId, accounts };
}

/** Asana shows what people typed when they joined: sometimes with the company behind it, sometimes the family name first. */
function asanaName(random: Random, name: string): string {
  const [given = '', ...family] = name.split(' ');
  return random.weighted([
    [name, 6],
    [`${name} (Larkfield)`, 2],
    [`${family.join(' ')}, ${given}`, 1],
    [given, 1],
  ] as const);
}

/** Lower-case ASCII. */
function plain(name: string): string {
  return name
    .replaceAll('ø', 'o')
    .replaceAll('æ', 'ae')
    .replaceAll('ł', 'l')
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase();
}

function digits(random: Random, length: number): string {
  return random.text('0123456789', length);
}

function uuid(random: Random): string {
  const hex = random.text('0123456789abcdef', 31);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(12, 15)}-a${hex.slice(15, 18)}-${hex.slice(18, 30)}`;
}
