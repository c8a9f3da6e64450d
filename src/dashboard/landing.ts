import type { QueryClient } from '@tanstack/react-query';
import type { SessionAnswer } from '../api/schemas/organisation.ts';
import { firstRunQuery } from './first-run-query.ts';

/** Where whoever just signed in begins: the owner of an install that has read nothing yet with its first steps. */
export async function landingOf(client: QueryClient, { person }: SessionAnswer): Promise<'/' | '/start'> {
  if (person.role !== 'owner') return '/';
  // Where it cannot be said the Overview says what is amiss.
  const firstRun = await client.fetchQuery(firstRunQuery).catch(() => null);
  return firstRun?.next && !firstRun.pull.isDone ? '/start' : '/';
}
