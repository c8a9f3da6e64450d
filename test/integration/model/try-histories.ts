import * as fc from 'fast-check';
import { MODEL } from './runs.ts';

interface Tried<Step> {
  /** What is tried, for whoever reads the output. */
  readonly name: string;
  readonly histories: fc.Arbitrary<readonly Step[]>;
  /** Of how many all suites try together, this one's part. */
  readonly share: number;
  readonly findFaults: (steps: readonly Step[]) => Promise<string[]>;
}

/** So long a history that failed is shortened: a report comes before whoever waits for it gives up. */
const SHORTEN_MS = 240_000;

/** Tries random histories until one shows a fault, which is then told with as few steps as show it. @returns `no difference`, or that. */
export async function tryHistories<Step>({ name, histories, share, findFaults }: Tried<Step>): Promise<string> {
  let underWay: Promise<unknown> = Promise.resolve();
  let failedAt = Number.POSITIVE_INFINITY;
  const property = fc.asyncProperty(histories, async (steps) => {
    if (performance.now() - failedAt > SHORTEN_MS) return;
    // Whatever is thrown is a fault like any other.
    const finding = findFaults(steps).catch((error: unknown) => [
      error instanceof Error ? `${error.stack}` : `${error}`,
    ]);
    underWay = finding;
    const faults = await finding;
    if (faults.length === 0) return;
    if (failedAt === Number.POSITIVE_INFINITY)
      console.info(`${name}: ${faults[0]}; now shortening ${steps.length} steps`);
    failedAt = Math.min(failedAt, performance.now());
    throw new Error(`${faults.join('\n')}\n\nafter\n${tell(steps)}`);
  });
  const { runs, ms, seed } = MODEL;
  const found = await fc.check(property, {
    seed,
    numRuns: Math.ceil(runs * share),
    interruptAfterTimeLimit: ms,
    markInterruptAsFailure: false,
  });
  // The one that time cut short still holds the tools' addresses.
  await underWay;
  console.info(`${found.numRuns} histories, seed ${seed}, ${name}`);
  if (found.failed) return `seed ${seed}: ${found.errorInstance}`;
  return found.numRuns > 0 ? 'no difference' : 'nothing was tried';
}

function tell(steps: readonly unknown[]): string {
  return steps.map((each, at) => `${at + 1}. ${JSON.stringify(each)}`).join('\n');
}
