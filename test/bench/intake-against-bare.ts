/** How many deliveries a second are taken in, beside a bare route: the two in turn, so that what else runs here meets both alike. */
import { performance } from 'node:perf_hooks';
import type { Agent } from 'undici';
import { type Child, startChild } from './child.ts';
import { delivery, post, SECRET } from './intake-deliveries.ts';
import type { IntakeReady } from './intake-service.ts';
import { type Ledger, median, round } from './ledger.ts';

const RATIO_MIN = 0.6;
const WARM_MS = 1_500;
const TURN_MS = 3_000;
const TURNS = 4;
const AT_ONCE = 16;

interface Side {
  readonly child: Child;
  readonly url: string;
}

interface Turn {
  readonly perSecond: number;
  /** Processor time of the answering process for one delivery, in µs. */
  readonly cpuUs: number;
}

export interface AgainstBare {
  readonly own: Side;
  readonly bareUrl: string;
  readonly agent: Agent;
  readonly tasks: IntakeReady['tasks'];
  readonly ledger: Ledger;
}

export async function againstBare(bench: AgainstBare): Promise<void> {
  const child = startChild('intake-bare.ts');
  try {
    const { url } = await child.ask<{ url: string }>({ databaseUrl: bench.bareUrl, secret: SECRET });
    judge(bench.ledger, await inTurn(bench, bench.own, { child, url }));
  } finally {
    await child.stop();
  }
}

async function inTurn(bench: AgainstBare, own: Side, bare: Side) {
  for (const side of [own, bare]) await turn(bench, side, WARM_MS);
  const turns: { own: Turn; bare: Turn }[] = [];
  for (let index = 0; index < TURNS; index += 1) {
    turns.push({ own: await turn(bench, own, TURN_MS), bare: await turn(bench, bare, TURN_MS) });
  }
  return turns;
}

function judge(ledger: Ledger, turns: readonly { readonly own: Turn; readonly bare: Turn }[]): void {
  const own = median(turns.map((one) => one.own.perSecond));
  const bare = median(turns.map((one) => one.bare.perSecond));
  const cpu = (side: 'own' | 'bare') => round(median(turns.map((one) => one[side].cpuUs)));
  ledger.say(`intake: ${cpu('own')} µs of processor time a delivery, the bare route ${cpu('bare')} µs`);
  const what = `bare route ÷ intake, ${round(bare)} ÷ ${round(own)} a second (1 ÷ ${RATIO_MIN})`;
  ledger.limit(what, bare / own, 1 / RATIO_MIN, '');
}

/** Closed loop: as many as it takes, some at a time. */
async function turn({ agent, tasks }: AgainstBare, { child, url }: Side, forMs: number): Promise<Turn> {
  const cpuBefore = await child.ask<number>({ ask: 'cpu' });
  const startedAt = performance.now();
  let answered = 0;
  const lane = async () => {
    while (performance.now() - startedAt < forMs) {
      const status = await post(agent, url, delivery(tasks, answered));
      if (status !== 200) throw new Error(`A delivery was answered ${status}.`);
      answered += 1;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  const seconds = (performance.now() - startedAt) / 1_000;
  const cpuUs = (await child.ask<number>({ ask: 'cpu' })) - cpuBefore;
  return { perSecond: answered / seconds, cpuUs: cpuUs / answered };
}
