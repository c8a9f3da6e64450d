import type { ChangesAnswer, LookAnswer } from '../../../src/api/schemas/alignment.ts';
import type { DecisionAnswer, DecisionsAnswer } from '../../../src/api/schemas/decisions.ts';
import type { StrategyMapAnswer } from '../../../src/api/schemas/strategy-map.ts';
import type { ThemeAnswer, ThemesAnswer } from '../../../src/api/schemas/themes.ts';
import type { FakeState } from './fake-answers.ts';
import { now } from './fake-organisation.ts';

const dayMs = 86_400_000;
const at = (daysAgo: number) => new Date(now - daysAgo * dayMs).toISOString();

/** What the overview asks besides: themes, what changed, and what waits; null where the question is another. */
export function answerOverview(method: string, path: string, query: URLSearchParams, state: FakeState): unknown {
  if (path === '/strategy-map') return strategyMap(query, state.role !== 'member');
  if (path === '/themes') return themes(state);
  if (path === '/themes/refresh') return { isAsked: true };
  if (path === '/alignment/changes') return changes(query);
  if (path === '/alignment/looks') return { before: at(3) } satisfies LookAnswer;
  if (path === '/decisions' && method === 'GET') return decisions(query);
  const [, id, deed, isUndo] = /^\/themes\/([^/]+)\/(goal|not-now)(\/undo)?$/.exec(path) ?? [];
  if (!id) return null;
  if (isUndo) {
    state.themesDone.delete(id);
    return { undone: 12, isGoalGone: true };
  }
  state.themesDone.add(id);
  const decided = { decisionIds: [901], decided: 12, failed: [] };
  return deed === 'goal' ? { goal: { key: 'O7', title: names[id] ?? id }, ...decided } : decided;
}

const names: Readonly<Record<string, string>> = {
  csv: 'CSV import, headers',
  badge: 'Badge printer',
  scan: 'Wristband scan',
};

function themes(state: FakeState): ThemesAnswer {
  const items = Object.entries(names).flatMap(([id, name], place): ThemeAnswer[] => {
    if (state.themesDone.has(id)) return [];
    const samples = state.tasks.slice(place * 3, place * 3 + 3).map(({ id, key, title }) => ({ id, key, title }));
    const count = 14 - 4 * place;
    return [{ id, name, count, hidden: place, effort: count, since: at(9), samples }];
  });
  const tasks = items.reduce((sum, { count }) => sum + count, 0);
  return { weight: 'count', items, total: items.length, tasks, foundAt: at(0.2) };
}

function changes(query: URLSearchParams): ChangesAnswer {
  const isLook = query.has('since');
  return {
    since: query.get('since') ?? at(2),
    weight: 'count',
    unaligned: { count: isLook ? 3 : 17, weight: isLook ? 3 : 17 },
    aligned: { count: isLook ? 1 : 21, weight: isLook ? 1 : 21 },
    goalsLost: isLook ? [] : [{ id: 'kr1.2', key: 'KR1.2', kind: 'key-result', title: 'Fewer calls' }],
  };
}

function decisions(query: URLSearchParams): DecisionsAnswer {
  const which = query.get('which');
  const one = (id: number, said: Partial<DecisionAnswer>): DecisionAnswer => ({
    id,
    task: { id: `jira.${id}`, tool: 'jira', key: `ONB-${id}`, title: `Label printer of ward ${id}`, url: null },
    ...{ says: 'not-now', because: 'Not now: the move comes first.', by: 'Ana Sousa', at: at(30 + id) },
    ...{ yieldsTo: null, revisitOn: at(1).slice(0, 10), untilOn: null, asked: null, times: 1 },
    ...{ standing: 'due', endedAt: null },
    ...said,
  });
  if (which === 'due') return { items: [one(1, {}), one(2, {})], nextCursor: null, total: 2, hidden: 1 };
  if (which === 'waiting' || which === 'pending') {
    const items = [one(3, { says: 'pending-decision', standing: 'in-force' })];
    return { items, nextCursor: null, total: 1, hidden: 0 };
  }
  return { items: [], nextCursor: null, total: null, hidden: 0 };
}

function strategyMap(query: URLSearchParams, mayOpen: boolean): StrategyMapAnswer {
  const plain = { key: null, teams: null };
  const manager = mayOpen && query.has('manager') ? { id: 'ana', name: 'Ana Sousa' } : null;
  const goal = (key: string, kind: 'vision' | 'objective' | 'key-result', name: string) => ({
    ...{ id: `goal ${key}`, kind, of: key, key, name, teams: null, page: null },
  });
  const flow = (from: string, to: string, amount: number, standing: 'aligned' | 'unaligned' = 'aligned') => ({
    ...{ from, to, amount, standing },
  });
  const others = query.has('goal') ? [] : [goal('O2', 'objective', 'Interfaces that hold')];
  return {
    weight: 'count',
    keyResultsFolded: 0,
    opens: { team: null, manager },
    nodes: [
      goal('V', 'vision', 'Be the partner hospitals trust'),
      goal('O1', 'objective', 'Onboarding that needs no consultant'),
      ...others,
      goal('KR1.1', 'key-result', 'Median days to go-live'),
      { id: 'nothing unaligned', kind: 'nothing', of: 'unaligned', name: 'unaligned', ...plain, page: null },
      { id: 'team onb', kind: 'team', of: 'onboarding', name: 'Onboarding', ...plain, page: mayOpen ? 'team' : null },
      { id: 'manager ana', kind: 'manager', of: 'ana', name: 'Ana Sousa', ...plain, page: mayOpen ? 'manager' : null },
    ],
    flows: [
      flow('goal V', 'goal O1', 12),
      flow('goal O1', 'goal KR1.1', 12),
      flow('goal KR1.1', 'team onb', 12),
      flow('nothing unaligned', 'team onb', 5, 'unaligned'),
      flow('team onb', 'manager ana', 12),
      flow('team onb', 'manager ana', 5, 'unaligned'),
    ],
  };
}
