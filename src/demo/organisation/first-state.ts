/** A task as it was on the day it was made, and with its goal written on it. */
import type { SimTaskState } from '../world.ts';
import { dayMs } from './calendar.ts';
import type { Draft, Staff, Statement } from './drafts.ts';
import type { Flow } from './flows.ts';
import { toDay } from './goals.ts';
import type { Random } from './random.ts';
import { slots } from './topics/slots.ts';

export function firstState(random: Random, draft: Draft, flow: Flow, isStated: boolean, staff: Staff): SimTaskState {
  const { plan } = draft.in;
  const state: SimTaskState = {
    title: draft.title,
    text: draft.text,
    status: draft.stays ?? flow.todo[0] ?? '',
    labels: random.chance(0.2) ? [...draft.labels, random.pick(neutralLabels)] : draft.labels,
    fields: { ...draft.fields, ...drawFields(random, draft, staff) },
    estimate:
      random.chance(estimateShare[plan.tool]) && draft.truth.is !== 'container'
        ? drawEstimate(random, plan.tool)
        : null,
    assigneeId: null,
    dueOn: random.chance(plan.tool === 'asana' ? 0.45 : 0.2)
      ? toDay(draft.createdAt + random.int(7, 90) * dayMs)
      : null,
    attachments: random.chance(plan.tool === 'trello' ? 0.12 : plan.tool === 'jira' ? 0.04 : 0)
      ? [drawAttachment(random)]
      : [],
    archived: false,
    completed: false,
  };
  return isStated ? { ...state, ...stated(state, draft.statement as Statement, staff) } : state;
}

const neutralLabels = [
  'customer-request',
  'quick-win',
  'needs-refinement',
  'ux',
  'backend',
  'blocked',
  'idea',
  'from-workshop',
] as const;
const estimateShare = { jira: 0.68, asana: 0.4, trello: 0.25 } as const;

function drawEstimate(random: Random, tool: Draft['in']['plan']['tool']): number {
  return tool === 'jira'
    ? random.weighted([
        [1, 3],
        [2, 4],
        [3, 5],
        [5, 4],
        [8, 2],
        [13, 1],
      ] as const)
    : random.weighted([
        [1, 2],
        [2, 3],
        [4, 4],
        [8, 3],
        [16, 1],
      ] as const);
}

function drawFields(random: Random, draft: Draft, staff: Staff): Record<string, string> {
  const fields: Record<string, string> = {};
  const hospital = slots.hospital?.find((name) => draft.title.includes(name));
  if (hospital !== undefined && random.chance(0.6)) fields.Customer = hospital;
  const team = staff.teams.find((candidate) => candidate.id === draft.in.plan.teamId);
  if (team !== undefined && draft.in.plan.style === 'company-managed' && random.chance(0.6)) fields.Team = team.name;
  return fields;
}

function drawAttachment(random: Random): { name: string; url: string } {
  const page = random.text('abcdefghijkmnpqrstuvwxyz23456789', 10);
  return random.pick([
    { name: 'Draft', url: `https://docs.larkfield.example/d/${page}` },
    { name: 'Photos', url: `https://files.larkfield.example/s/${page}` },
    { name: 'Notes of the call', url: `https://wiki.larkfield.example/pages/${page}` },
  ]);
}

/** The state with the goal written where a person wrote it. */
export function stated(state: SimTaskState, { place, goals }: Statement, staff: Staff): Partial<SimTaskState> {
  const [first = ''] = goals;
  if (place === 'title') return { title: `[${goals.join(', ')}] ${state.title}` };
  if (place === 'text')
    return { text: [state.text, `Contributes to ${goals.join(' and ')}.`].filter((part) => part !== '').join('\n\n') };
  if (place === 'field')
    return {
      fields: {
        ...state.fields,
        OKR: goals.length > 1 ? goals.join(', ') : `${first} ${staff.goalTitles.get(first) ?? ''}`.trim(),
      },
    };
  return { labels: [...state.labels, ...goals.map((goal) => `okr:${goal.toLowerCase()}`)] };
}
