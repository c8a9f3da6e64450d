import { queryOptions } from '@tanstack/react-query';
import type { FirstRunAnswer } from '../api/schemas/first-run.ts';
import { getJson } from './api.ts';

/** The five steps of a new install, in their order. */
export const FIRST_STEPS = ['goals', 'tools', 'people', 'pull', 'review'] as const;
export type FirstStep = (typeof FIRST_STEPS)[number];

/** Only owners are answered. */
export const firstRunQuery = queryOptions({
  queryKey: ['first-run'],
  queryFn: ({ signal }) => getJson<FirstRunAnswer>('/first-run', {}, signal),
});

/** What is put together meanwhile tells of nothing: asked again while somebody waits for it. */
export function whileWaiting(answer: FirstRunAnswer | undefined): number | false {
  if (!answer || answer.isFinished || answer.pull.connections === 0) return false;
  return answer.pull.isDone && answer.review.isAsked ? false : 2_000;
}
