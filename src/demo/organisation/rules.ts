import type { SimRule } from '../world.ts';
import type { ScopePlan } from './scopes.ts';

/** The organisation's own rules, first match wins. */
export const organisationRules: readonly SimRule[] = [
  rule({ text: 'on-call' }, 'ktlo'),
  rule({ text: 'certificate' }, 'ktlo'),
  rule({ text: 'dependency upgrade' }, 'ktlo'),
  rule({ label: 'ktlo' }, 'ktlo'),
  rule({ label: 'support-rota' }, 'ktlo'),
  rule({ tool: 'jira', scope: 'Platform', type: 'Bug' }, 'ktlo'),
  rule({ tool: 'asana', scope: 'Compliance calendar' }, 'ktlo'),
  rule({ tool: 'trello', scope: 'Office and people', label: 'routine' }, 'ktlo'),
  rule({ tool: 'asana', scope: 'Go-live programme' }, 'KR2.1'),
  rule({ tool: 'jira', label: 'fhir-rollout' }, 'KR3.1'),
  rule({ tool: 'trello', label: 'hospital-visit' }, 'KR3.1'),
  rule({ field: 'Programme=References' }, 'KR5.2'),
];

function rule(when: SimRule['when'], goal: string): SimRule {
  // biome-ignore lint/suspicious/noThenProperty: the word people write in their rules file.
  return { when, then: goal };
}

/** What a task in this scope carries so that a rule ties it to a goal; null where no rule is made for the scope. */
export function ruleClueIn(plan: ScopePlan): { goal: string; labels: string[]; fields: Record<string, string> } | null {
  if (plan.name === 'Go-live programme') return { goal: 'KR2.1', labels: [], fields: {} };
  if (plan.key === 'INT') return { goal: 'KR3.1', labels: ['fhir-rollout'], fields: {} };
  if (plan.name === 'Field engineers') return { goal: 'KR3.1', labels: ['hospital-visit'], fields: {} };
  if (plan.name === 'Reference hospitals') return { goal: 'KR5.2', labels: [], fields: { Programme: 'References' } };
  return null;
}
