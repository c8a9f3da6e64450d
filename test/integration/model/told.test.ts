import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findFaults, type Ground, layGround } from './follow.ts';
import { MODEL } from './runs.ts';
import { histories } from './steps.ts';
import { tryHistories } from './try-histories.ts';

let ground: Ground;
beforeAll(async () => {
  ground = await layGround();
});
afterAll(() => ground?.drop());

describe('an install that followed whatever happened', () => {
  it(`and was asked for changes and told of them ends as one that pulls the outcome once (seed ${MODEL.seed})`, {
    timeout: MODEL.timeoutMs,
  }, async () => {
    const tried = { name: 'with webhooks', histories, share: 0.35 };
    expect(await tryHistories({ ...tried, findFaults: (steps) => findFaults(ground, steps, true) })).toBe(
      'no difference',
    );
  });
});
