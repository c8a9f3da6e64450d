/** A person's decision, from the click until everything that reads like the task shows it. */
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Database } from '../../src/store/database.ts';
import { hasStaleTasks } from '../../src/store/stale.ts';
import { learnExamples } from '../../src/usecases/learn-examples.ts';
import { createSignInToken, ensureOwner } from '../../src/usecases/sign-in.ts';
import { type Ledger, round } from './ledger.ts';
import { signIn } from './sign-in.ts';

/** Fewer than make the service learn everything anew. */
const DECISIONS = 9;
const SHOWN_MS_MAX = 1_000;
const LOOK_EVERY_MS = 5;

/** @param url Of a service with nothing else to do. */
export async function benchDecisions(db: Database, url: string, ledger: Ledger): Promise<void> {
  const learntAt = performance.now();
  const { linked, none } = await learnExamples({ db, now: Date.now }, AbortSignal.timeout(600_000));
  ledger.say(`${linked} and ${none} examples learnt in ${round((performance.now() - learntAt) / 1000)} s`);
  while (await hasStaleTasks(db)) await sleep(1_000);
  const owner = await ensureOwner(db);
  const cookie = await signIn(url, await createSignInToken({ db, clock: Date.now }, owner.id));
  const took: number[] = [];
  for (const { id, key } of await listUndecided(db)) {
    const startedAt = performance.now();
    const answer = await fetch(`${url}/api/v1/links`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: url, cookie },
      body: JSON.stringify({ says: 'accepted', items: [{ taskId: id, goalKey: key }] }),
    });
    if (!answer.ok) throw new Error(`A decision was answered ${answer.status}: ${await answer.text()}`);
    const answeredMs = performance.now() - startedAt;
    while (await hasStaleTasks(db)) await sleep(LOOK_EVERY_MS);
    took.push(performance.now() - startedAt);
    ledger.say(
      `  a decision answered after ${round(answeredMs)} ms, shown everywhere after ${round(took.at(-1) ?? 0)} ms`,
    );
  }
  took.sort((a, b) => a - b);
  ledger.limit(
    'a decision until all it changes is shown, median',
    took[Math.floor(took.length / 2)] ?? Number.NaN,
    SHOWN_MS_MAX,
    ' ms',
  );
}

/** Tasks that hang on nothing, each with the goal it comes nearest to. */
async function listUndecided(db: Database): Promise<readonly { id: string; key: string }[]> {
  const { rows } = await sql<{ id: string; key: string }>`
    select f.task_id as id, g.key from flags f
    cross join lateral (select one ->> 'bestGoalId' as goal_id from jsonb_array_elements(f.tried) one
      where one ->> 'bestGoalId' is not null limit 1) best
    join goals g on g.id = best.goal_id
    where f.valid_to is null and f.state in ('no-why', 'suggested') order by md5(f.task_id) limit ${DECISIONS}`.execute(
    db,
  );
  return rows;
}
