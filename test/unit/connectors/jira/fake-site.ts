import type { JiraCalls, SearchRequest } from '../../../../connectors/jira/client.ts';
import { chooseFields } from '../../../../connectors/jira/fields.ts';
import type { Site } from '../../../../connectors/jira/pull.ts';

export interface FakeAnswer {
  readonly issues: unknown[];
  readonly nextPageToken?: string | null;
  readonly isLast?: boolean;
}

/** Issues by number: the number is the id, and the millisecond of their last change. */
export function issues(from: number, to: number): unknown[] {
  const status = { id: '1', name: 'To Do' };
  return Array.from({ length: to - from }, (_, at) => {
    const number = from + at;
    const updated = `2026-01-01T00:00:00.${String(number % 1000).padStart(3, '0')}+0000`;
    return { id: String(number), key: `ONB-${number}`, fields: { summary: `Task ${number}`, status, updated } };
  });
}

/** A Jira that gives these answers in turn; what it was asked is written down. */
export function fakeSite(search: readonly FakeAnswer[], more: Partial<JiraCalls> = {}, fields = chooseFields([])) {
  const searched: SearchRequest[] = [];
  const histories: { ids: readonly string[]; token: string | null }[] = [];
  const refuse = () => Promise.reject(new Error('not expected'));
  const calls: JiraCalls = {
    search: async (request) => {
      searched.push(request);
      const answer = search[searched.length - 1];
      if (!answer) throw new Error('asked beyond the end');
      return answer;
    },
    fetchHistories: async (ids, token) => {
      histories.push({ ids, token });
      return { issueChangeLogs: [], nextPageToken: null };
    },
    searchProjects: refuse,
    newestChange: refuse,
    fetchIssues: refuse,
    fields: refuse,
    statuses: refuse,
    projects: refuse,
    remoteLinks: refuse,
    myself: refuse,
    serverInfo: refuse,
    ...more,
  };
  const site: Site = { calls, url: 'https://site.example', fields, idsByKey: new Map() };
  return { site, searched, histories };
}
