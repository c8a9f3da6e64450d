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
  it(`and was only asked for changes ends as one that pulls the outcome once (seed ${MODEL.seed})`, {
    timeout: MODEL.timeoutMs,
  }, async () => {
    const tried = { name: 'without webhooks', histories, share: 0.35 };
    expect(await tryHistories({ ...tried, findFaults: (steps) => findFaults(ground, steps, false) })).toBe(
      'no difference',
    );
  });
});
