import { JOBS, type JobName } from '../src/queue/jobs.ts';
import { canary } from './canary.ts';
import { cohesion } from './cohesion.ts';
import { delivery } from './delivery.ts';
import { derive } from './derive.ts';
import { digest } from './digest.ts';
import { flag } from './flag.ts';
import type { Handler } from './handler.ts';
import { judge } from './judge.ts';
import { learn } from './learn.ts';
import { outgoing } from './outgoing.ts';
import { plan } from './plan.ts';
import { review } from './review.ts';
import { sync } from './sync.ts';
import { texts } from './texts.ts';
import { themes } from './themes.ts';
import { thresholds } from './thresholds.ts';
import { webhooks } from './webhooks.ts';

export type Handlers = { readonly [Name in JobName]: Handler<Name> };

/** The compiler refuses a job without a handler, and a handler without a job. */
export const handlers: Handlers = {
  plan,
  canary,
  sync,
  delivery,
  webhooks,
  derive,
  flag,
  cohesion,
  texts,
  learn,
  thresholds,
  review,
  themes,
  judge,
  digest,
  outgoing,
};

/** The same at start, for a build whose types were not checked. @throws naming the job. */
export function checkHandlers(given: object): void {
  const missing = Object.keys(JOBS).filter((name) => !Object.hasOwn(given, name));
  const unknown = Object.keys(given).filter((name) => !Object.hasOwn(JOBS, name));
  if (missing.length > 0) throw new Error(`No handler for the job ${missing.join(', ')}.`);
  if (unknown.length > 0) throw new Error(`A handler for ${unknown.join(', ')}, which no job is called.`);
}
