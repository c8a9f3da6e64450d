import fc from 'fast-check';
import { expect, it } from 'vitest';
import { canonicalUrl, taskNamedBy } from '../../../../src/domain/evidence/goal-urls.ts';

const one = (address: string) => canonicalUrl(address);

it.each([
  'https://acme.atlassian.net/browse/ONB-12',
  'https://acme.atlassian.net/browse/onb-12/',
  'https://ACME.atlassian.net/browse/ONB-12?focusedCommentId=1#top',
  'https://acme.atlassian.net/jira/software/projects/ONB/boards/3?selectedIssue=ONB-12',
])('knows a Jira issue in %s', (address) => {
  expect(one(address)).toBe('acme.atlassian.net/browse/ONB-12');
});

it.each([
  'https://trello.com/c/8eMIKY5v',
  'https://www.trello.com/c/8eMIKY5v/7-nango-test-task-alpha-updated',
  'https://trello.com/c/8eMIKY5v/7-other-words#comment-1',
])('knows a Trello card in %s', (address) => {
  expect(one(address)).toBe('trello/card/8eMIKY5v');
});

it('tells Trello cards apart by the case of their letters', () => {
  expect(one('https://trello.com/c/8emiky5v')).not.toBe(one('https://trello.com/c/8eMIKY5v'));
});

it.each([
  'https://app.asana.com/1/1202775892569436/project/1211440849237745/task/1211440849237760',
  'https://app.asana.com/1/1202775892569436/task/1211440849237760?focus=true',
  'https://app.asana.com/0/1211440849237745/1211440849237760',
  'https://app.asana.com/0/0/1211440849237760/f',
])('knows an Asana task in %s', (address) => {
  expect(one(address)).toBe('asana/task/1211440849237760');
});

it('knows an Asana project and goal for what they are', () => {
  expect(one('https://app.asana.com/1/1202775892569436/project/1211440849237745')).not.toContain('asana/task');
  expect(one('https://app.asana.com/0/1211440849237745/list')).not.toContain('asana/task');
  expect(one('https://app.asana.com/1/12/goal/34')).toBe('asana/goal/34');
  expect(one('https://app.asana.com/0/goal/34')).toBe('asana/goal/34');
});

// Id and short address as recorded from a real site.
it.each([
  ['98400', '/x/YIAB'],
  ['295083', '/x/q4AE'],
  ['4096098', '/x/YoA_/'],
  ['13467649', '/x/AYDN'],
  ['14450689', '/x/AYDc'],
])('knows Confluence page %s by its short address %s', (id, tiny) => {
  const page = `https://acme.atlassian.net/wiki/spaces/MFS/pages/${id}/Template`;
  expect(one(`https://acme.atlassian.net/wiki${tiny}`)).toBe(one(page));
});

it('says which task an address names, and that a page or a project is none', () => {
  const named = (address: string) => taskNamedBy(one(address) ?? '');
  expect(named('https://acme.atlassian.net/browse/onb-12')).toEqual({ key: 'ONB-12' });
  expect(named('https://trello.com/c/8eMIKY5v/7-x')).toEqual({ key: '8eMIKY5v' });
  expect(named('https://app.asana.com/0/0/12/f')).toEqual({ externalId: '12' });
  expect(named('https://acme.atlassian.net/wiki/spaces/S/pages/12/X')).toBeNull();
  expect(named('https://acme.atlassian.net/browse/')).toBeNull();
});

it('never throws, whatever it is given, and reads no spelling of its own again', () => {
  fc.assert(fc.property(fc.string(), (text) => void canonicalUrl(text)));
  const host = fc.constantFrom('trello.com', 'app.asana.com', 'www.notion.so', 'acme.atlassian.net', 'example.org');
  fc.assert(
    fc.property(host, fc.array(fc.string()), (name, parts) => {
      const canonical = canonicalUrl(`https://${name}/${parts.map(encodeURIComponent).join('/')}`);
      expect(canonical).not.toBeNull();
      expect(canonicalUrl(canonical ?? '')).toBeNull();
    }),
  );
});
