import type {
  AddRuleBody,
  ChangeRuleBody,
  PreviewRuleBody,
  RulePreview,
  RulesAnswer,
} from '../../../src/api/schemas/rules.ts';
import type { TaskDetail } from '../../../src/api/schemas/tasks.ts';
import { ref } from './fake-organisation.ts';

type Rule = RulesAnswer['items'][number];

interface Known {
  readonly tasks: readonly TaskDetail[];
}

function rule(id: string, when: Rule['when'], leadsTo: string): Rule {
  return { id, position: 0, when, leadsTo, goal: leadsTo === 'ktlo' ? null : ref(leadsTo), caught: 9, takenBefore: 1 };
}

/** A list that is changed at once; each change can be taken back. */
export function makeRules() {
  let before: Rule[] = [];
  let rules = [
    rule('rule-1', { label: 'on-call' }, 'ktlo'),
    rule('rule-2', { tool: 'trello', scope: 'Ward ideas' }, 'KR2.1'),
    rule('rule-3', { text: 'ward' }, 'KR2.2'),
  ];
  const set = (wanted: Rule[], ruleId: string) => {
    before = rules;
    rules = wanted;
    return { changeId: 4, ruleId };
  };
  return (state: Known, method: string, id: string, body: unknown): unknown => {
    if (id === 'offers') return { labels: ['on-call', 'ops'], types: ['Bug'], scopes: ['ONB'], teams: ['Ward'] };
    if (id === 'preview') return preview(state, body as PreviewRuleBody);
    if (id === 'undo') rules = before;
    if (id === 'undo') return { undone: 1 };
    const known = rules.find((one) => one.id === id);
    const others = rules.filter((one) => one !== known);
    if (method === 'DELETE') return set(others, id);
    if (method === 'POST') {
      const { when, leadsTo } = body as AddRuleBody;
      return set([...rules, rule('rule-4', when, leadsTo)], 'rule-4');
    }
    if (method === 'PATCH' && known) {
      const { position = rules.indexOf(known) + 1, ...said } = body as ChangeRuleBody;
      return set(others.toSpliced(position - 1, 0, { ...known, ...said } as Rule), id);
    }
    return { items: rules.map((one, place) => ({ ...one, position: place + 1 })) } satisfies RulesAnswer;
  };
}

function preview({ tasks }: Known, { when }: PreviewRuleBody): RulePreview {
  const wanted = when.text ?? '';
  const caught = tasks.filter(({ title }) => title.toLowerCase().includes(wanted.toLowerCase()));
  return {
    ...{ caught: caught.length, takenBefore: 2, servesAlready: 1, moved: caught.length, weight: 'count' },
    ...{ rate: 0.55, rateAfter: 0.61 },
    tasks: caught.slice(0, 20).map(({ id, tool, key, title }) => ({
      ...{ id, tool, key, title, state: 'no-why' },
      found: `“${wanted}” in the title`,
    })),
  };
}
