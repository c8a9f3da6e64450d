import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findFaults, type Ground, layGround } from './follow.ts';
import { MODEL } from './runs.ts';
import { histories, tell } from './steps.ts';

let ground: Ground;
beforeAll(async () => {
  ground = await layGround();
});
afterAll(() => ground?.drop());

describe('an install that followed whatever happened', () => {
  it.each([
    ['asked for changes and told of them', true],
    ['only asked', false],
  ])(
    `and was %s ends as one that pulls the outcome once (seed ${MODEL.seed})`,
    { timeout: 2 * MODEL.ms + 560_000 },
    async (_how, hasWebhooks) => {
      let underWay: Promise<unknown> = Promise.resolve();
      const property = fc.asyncProperty(histories, async (steps) => {
        const finding = findFaults(ground, steps, hasWebhooks);
        underWay = finding.catch(() => undefined);
        const faults = await finding;
        if (faults.length > 0) throw new Error(`${faults.join('\n')}\n\nafter\n${tell(steps)}`);
      });
      const { runs, ms, seed } = MODEL;
      const found = await fc.check(property, {
        seed,
        numRuns: Math.ceil(runs / 2),
        interruptAfterTimeLimit: ms / 2,
        markInterruptAsFailure: false,
      });
      // The one that time cut short still holds the tools' addresses.
      await underWay;
      console.info(`${found.numRuns} histories, seed ${seed}, webhooks: ${hasWebhooks}`);
      expect(found.failed ? `${found.errorInstance}` : 'no difference').toBe('no difference');
      expect(found.numRuns).toBeGreaterThan(0);
    },
  );
});
