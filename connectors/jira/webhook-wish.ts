import type { ScopeRef } from '../connector.ts';
import { fail } from './call.ts';
import { projectIdOf } from './pull.ts';

/** Only issues: comments change nothing that we read, and `issue_property_*` events come without their issue. */
export const WANTED_EVENTS = ['jira:issue_created', 'jira:issue_updated', 'jira:issue_deleted'] as const;

/** The projects it shall tell of, in the few words of JQL that webhooks understand; the same for the same projects. */
export function filterOf(scopes: readonly ScopeRef[]): string {
  const ids = scopes.map(({ externalId }) => projectIdOf(externalId));
  // Without a project the filter would let everything through, or nothing.
  if (ids.length === 0) throw fail('create webhook', 'not-visible', 'no project to tell of');
  return `project in (${ids.toSorted((one, other) => Number(one) - Number(other)).join(', ')})`;
}
