import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MODEL } from './runs.ts';
import { tryHistories } from './try-histories.ts';
import { findWikiFaults, layWikiGround, type WikiGround } from './wikis/follow.ts';
import { wikiHistories } from './wikis/steps.ts';

let ground: WikiGround;
beforeAll(async () => {
  ground = await layWikiGround();
});
afterAll(() => ground?.drop());

describe('an install that followed whatever happened to pages', () => {
  it.each([
    ['asked for changes and told of them', true],
    ['only asked', false],
  ])(
    `and was %s ends as one that pulls the outcome once (seed ${MODEL.seed})`,
    {
      timeout: MODEL.timeoutMs,
    },
    async (_how, isTold) => {
      const name = `of wikis, webhooks: ${isTold}`;
      const tried = { name, histories: wikiHistories, share: 0.15 };
      expect(await tryHistories({ ...tried, findFaults: (steps) => findWikiFaults(ground, steps, isTold) })).toBe(
        'no difference',
      );
    },
  );
});
