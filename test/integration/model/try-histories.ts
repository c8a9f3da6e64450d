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

/** Tries random histories until one shows a fault, which is then told with as few steps as show it. @returns `no difference`, or that. */
export async function tryHistories<Step>({ name, histories, share, findFaults }: Tried<Step>): Promise<string> {
  let underWay: Promise<unknown> = Promise.resolve();
  const property = fc.asyncProperty(histories, async (steps) => {
    const finding = findFaults(steps);
    underWay = finding.catch(() => undefined);
    const faults = await finding;
    if (faults.length > 0) throw new Error(`${faults.join('\n')}\n\nafter\n${tell(steps)}`);
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
