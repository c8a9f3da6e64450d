import type { Problem } from '../../../src/api/schemas/common.ts';
import type {
  AddEntryBody,
  ChangeEntryBody,
  GlossaryAnswer,
  GlossaryChangedAnswer,
  GlossaryEntryAnswer,
} from '../../../src/api/schemas/glossary.ts';
import type { FakeState } from './fake-answers.ts';
import { now } from './fake-organisation.ts';

function entry(given: Pick<GlossaryEntryAnswer, 'id' | 'short' | 'long'> & Partial<GlossaryEntryAnswer>) {
  const foundIn = { places: [], hidden: 0 };
  return { state: 'kept', ground: 'stated', seenIn: 3, usedIn: 41, foundIn, lastChange: null, ...given } as const;
}

const said = { id: 1, by: 'Ana Sousa', at: new Date(now - 7_200_000).toISOString() };

const foundIn: GlossaryEntryAnswer['foundIn'] = {
  places: [
    { kind: 'task', id: 'jira.1000', key: 'ONB-1000', title: 'Validate CSV headers before upload' },
    { kind: 'goal', id: 'kr2.1', key: 'KR2.1', title: 'Median days to go-live' },
  ],
  hidden: 1,
};

export function makeGlossary(): GlossaryEntryAnswer[] {
  return [
    entry({ id: 1, short: 'SSO', long: 'single sign-on', lastChange: said }),
    entry({ id: 2, short: 'WRA', long: 'ward round app', ground: 'person', seenIn: 0, usedIn: 0, lastChange: said }),
    entry({ id: 3, short: 'MTTT', long: 'mean time to first triage', state: 'proposed', usedIn: 12, foundIn }),
    entry({ id: 4, short: 'HBU', long: 'Hospitals Behind Us', state: 'proposed', ground: 'initials', seenIn: 1 }),
    entry({ id: 5, short: 'DIR', long: 'days in recovery', state: 'dismissed', lastChange: said }),
  ];
}

/** An entry is changed at once, and each change can be taken back. */
export function answerGlossary(
  state: FakeState,
  method: string,
  id: string,
  part: string | undefined,
  query: URLSearchParams,
  body: unknown,
): GlossaryAnswer | GlossaryChangedAnswer | { undone: number } | Problem {
  if (method === 'GET') return list(state, query.get('state') ?? 'kept');
  if (id === 'changes') {
    state.glossary = makeGlossary();
    return { undone: part ? 1 : 0 };
  }
  if (id === '') return add(state, body as AddEntryBody);
  const known = state.glossary.find((one) => String(one.id) === id);
  state.glossary = state.glossary.map((one) =>
    one === known ? { ...one, state: 'kept', ...(body as ChangeEntryBody), lastChange: said } : one,
  );
  return { entryId: known?.id ?? 0, changeId: 7 };
}

function add(state: FakeState, { short, long }: AddEntryBody): GlossaryChangedAnswer | Problem {
  if (state.glossary.some((one) => one.short === short))
    return {
      ...{ type: 'about:blank', title: 'Not possible', status: 422, code: 'already-kept', requestId: 'req-8' },
      detail: `${short} as “${long}” is in the glossary already, kept.`,
    };
  state.glossary = [
    ...state.glossary,
    entry({ id: 9, short, long, ground: 'person', seenIn: 0, usedIn: 0, lastChange: said }),
  ];
  return { entryId: 9, changeId: 8 };
}

function list({ glossary, role }: FakeState, shelf: string): GlossaryAnswer {
  const count = (name: string) => glossary.filter((one) => one.state === name).length;
  return {
    items: glossary.filter((one) => one.state === shelf),
    nextCursor: null,
    counts: { kept: count('kept'), proposed: role === 'member' ? 0 : count('proposed'), dismissed: count('dismissed') },
  };
}
