import { describe, expect, it } from 'vitest';
import { indexGoals } from '../../../../src/domain/evidence/goal-index.ts';
import { LIKELIHOODS } from '../../../../src/domain/evidence/likelihoods.ts';
import { indexPages, type PageReference, type StrategyPage } from '../../../../src/domain/evidence/page-index.ts';
import { findStated } from '../../../../src/domain/evidence/stated.ts';
import type { Task } from '../../../../src/domain/task.ts';
import { GOALS, makeGoal, makeTask } from '../make.ts';

const URL = 'https://acme.atlassian.net/wiki/spaces/S/pages/14450689/Releases';
const reference = (given: Partial<PageReference>): PageReference => ({
  url: null,
  taskKey: null,
  title: null,
  path: [],
  ...given,
});

/** States KR1.1 and KR2.1, each under its own heading. */
function makePage(given: Partial<StrategyPage> = {}): StrategyPage {
  const written = given.written ?? [
    { goalId: 'kr1.1', stated: 'Defects', path: ['Defects'] },
    { goalId: 'kr2.1', stated: 'Days', path: ['Days'] },
  ];
  return {
    id: 'wiki.14450689',
    title: 'Releases 2026-Q4',
    url: URL,
    isApart: false,
    isGone: false,
    readAt: 5_000,
    written,
    knownGoalIds: new Set(written.map(({ goalId }) => goalId)),
    references: [],
    ...given,
  };
}

function stated(task: Partial<Task>, pages: StrategyPage[], options: { shared?: string[]; goals?: typeof GOALS } = {}) {
  const index = indexGoals(options.goals ?? GOALS, [], [], indexPages(pages, new Set(options.shared)));
  return findStated(makeTask({ title: 'Validate headers', ...task }), index, { goalFields: [] });
}
const found = (...given: Parameters<typeof stated>) =>
  stated(...given).map(({ goalId, likelihood }) => [goalId, likelihood] as const);
const link = (url: string) => ({ links: [{ url, title: 'the plan', place: 'text' as const }] });

describe('a page that names a task', () => {
  it('states the goal under whose heading it does, with the page, the heading and the words', () => {
    const page = makePage({ references: [reference({ taskKey: 'ONB-1', title: 'the fix', path: ['Days'] })] });
    const [evidence, ...more] = stated({}, [page]);
    expect(more).toEqual([]);
    expect(evidence).toMatchObject({ kind: 'stated', goalId: 'kr2.1', likelihood: LIKELIHOODS.pageHeading });
    expect(evidence?.hops).toEqual([
      {
        kind: 'document',
        taskId: null,
        scopeId: null,
        documentId: 'wiki.14450689',
        place: 'page “Releases 2026-Q4”, under “Days”',
        value: 'the fix',
        readAt: 5_000,
        by: null,
      },
    ]);
  });

  it.each<[string, Partial<Task>, Partial<PageReference>]>([
    ['a Jira issue by its key in any case', { key: 'onb-1' }, { taskKey: 'ONB-1' }],
    [
      'a Jira issue by its address',
      { url: 'https://acme.atlassian.net/browse/ONB-1' },
      { url: 'acme.atlassian.net/browse/ONB-1' },
    ],
    [
      'an Asana task, whatever its address was',
      { tool: 'asana', key: null, externalId: '77' },
      { url: 'asana/task/77' },
    ],
    ['a Trello card', { tool: 'trello', key: '8eMIKY5v' }, { url: 'trello/card/8eMIKY5v' }],
  ])('knows %s', (_, task, named) => {
    expect(found(task, [makePage({ references: [reference({ ...named, path: ['Defects'] })] })])).toEqual([
      ['kr1.1', LIKELIHOODS.pageHeading],
    ]);
  });

  it.each<[string, Partial<Task>, Partial<PageReference>]>([
    ['a card by a key in the same letters', { tool: 'trello', key: 'ONB-1' }, { taskKey: 'ONB-1' }],
    [
      'an issue of another site by its address',
      { url: 'https://b.atlassian.net/browse/ONB-1' },
      { url: 'a.atlassian.net/browse/ONB-1' },
    ],
    [
      'a card whose short link has other capitals',
      { tool: 'trello', key: '8emiky5v' },
      { url: 'trello/card/8eMIKY5v' },
    ],
  ])('does not take it for %s', (_, task, named) => {
    expect(found(task, [makePage({ references: [reference({ ...named, path: ['Defects'] })] })])).toEqual([]);
  });

  it('asks, where the key is another Jira site’s too; an address leaves no doubt', () => {
    const shared = ['ONB'];
    const byKey = makePage({ references: [reference({ taskKey: 'ONB-1', path: ['Days'] })] });
    expect(found({}, [byKey], { shared })).toEqual([['kr2.1', LIKELIHOODS.sharedKey]]);
    const byUrl = makePage({ references: [reference({ url: 'acme.atlassian.net/browse/ONB-1', path: ['Days'] })] });
    const task = { url: 'https://acme.atlassian.net/browse/ONB-1' };
    expect(found(task, [byUrl], { shared })).toEqual([['kr2.1', LIKELIHOODS.pageHeading]]);
  });

  it('counts once for each goal, by its surest place', () => {
    const written = [{ goalId: 'kr1.1', stated: 'Defects', path: ['Defects'] }];
    const references = [
      reference({ taskKey: 'ONB-1', path: ['Minutes'] }),
      reference({ taskKey: 'ONB-1', path: ['Defects'] }),
      reference({ taskKey: 'ONB-1', path: ['Defects', 'Open'] }),
    ];
    expect(found({}, [makePage({ written, references })])).toEqual([['kr1.1', LIKELIHOODS.pageHeading]]);
  });

  it('states the goal that only carries the page’s address', () => {
    const goals = [makeGoal('O5', { urls: [`${URL}?focus=1`] })];
    const references = [reference({ taskKey: 'ONB-1', path: ['Minutes'] })];
    expect(found({}, [makePage({ written: [], references })], { goals })).toEqual([['o5', LIKELIHOODS.page]]);
  });

  it('says nothing once it is in the trash', () => {
    expect(
      found({}, [makePage({ isGone: true, references: [reference({ taskKey: 'ONB-1', path: ['Days'] })] })]),
    ).toEqual([]);
  });

  it('is not named to all where its scope is private', () => {
    const page = makePage({ isApart: true, references: [reference({ taskKey: 'ONB-1', path: ['Days'] })] });
    expect(stated({}, [page])[0]?.hops[0]?.isApart).toBe(true);
  });

  it('is the same evidence when its words, its heading or its title change', () => {
    const fingerprint = (given: Partial<StrategyPage>, words: string, heading: string) => {
      const written = [{ goalId: 'kr1.1', stated: heading, path: [heading] }];
      const references = [reference({ taskKey: 'ONB-1', title: words, path: [heading] })];
      return stated({}, [makePage({ ...given, written, references })])[0]?.fingerprint;
    };
    expect(fingerprint({ title: 'Other' }, 'b', 'Bugs')).toBe(fingerprint({}, 'a', 'Defects'));
    expect(fingerprint({ id: 'wiki.2' }, 'a', 'Defects')).not.toBe(fingerprint({}, 'a', 'Defects'));
  });
});

describe('a task that links to a page', () => {
  it('serves the page’s only goal, by the link and what stands there', () => {
    const written = [{ goalId: 'kr1.1', stated: 'Defects', path: ['Defects'] }];
    const [evidence] = stated(link(`${URL}?atlOrigin=x`), [makePage({ written })]);
    expect(evidence).toMatchObject({ goalId: 'kr1.1', likelihood: LIKELIHOODS.goalLink });
    expect(evidence?.hops.map(({ kind, place, value }) => [kind, place, value])).toEqual([
      ['link', 'link in description', 'the plan'],
      ['document', 'page “Releases 2026-Q4”', 'KR1.1'],
    ]);
  });

  it('serves the goal under the heading it points to', () => {
    expect(found(link(`${URL}#Days`), [makePage()])).toEqual([['kr2.1', LIKELIHOODS.pageHeading]]);
  });

  it('may serve each of several goals, which is asked', () => {
    expect(found(link(URL), [makePage()])).toEqual([
      ['kr1.1', LIKELIHOODS.pageNear],
      ['kr2.1', LIKELIHOODS.pageNear],
    ]);
  });

  it('is read by what is written there, though the goals carry the page’s address too', () => {
    const goals = GOALS.map((goal) => ({ ...goal, urls: [URL] }));
    expect(
      found(link(`${URL}#Days`), [makePage({ knownGoalIds: new Set(goals.map(({ id }) => id)) })], { goals }),
    ).toEqual([['kr2.1', LIKELIHOODS.pageHeading]]);
  });

  it('keeps what a goal’s own address says beside it, and counts the same page once', () => {
    const goals = [...GOALS, makeGoal('O5', { urls: [URL] })];
    const written = [{ goalId: 'kr1.1', stated: 'Defects', path: ['Defects'] }];
    const known = found(link(URL), [makePage({ written })], { goals });
    expect(known).toEqual([
      ['kr1.1', LIKELIHOODS.goalLink],
      ['o5', LIKELIHOODS.goalLink],
    ]);
  });

  it('is the same evidence before the page is stored and after, so that a no stays a no', () => {
    const goals = [makeGoal('KR1.1', { urls: [URL] })];
    const written = [{ goalId: 'kr1.1', stated: 'Defects', path: ['Defects'] }];
    const before = stated(link(URL), [], { goals });
    const after = stated(link(URL), [makePage({ written })], { goals });
    expect(after.map(({ fingerprint }) => fingerprint)).toEqual(before.map(({ fingerprint }) => fingerprint));
  });

  it('is told nothing by a page in the trash', () => {
    const goals = [makeGoal('KR1.1', { urls: [URL] })];
    expect(found(link(URL), [makePage({ isGone: true })], { goals })).toEqual([]);
  });
});
