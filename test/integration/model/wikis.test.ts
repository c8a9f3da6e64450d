import { sql } from 'kysely';
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
  it('begins with goals of both wikis, and tasks that pages of both name', async () => {
    const { db } = ground.pulled.database;
    const { rows } = await sql<{ connection: string; tasks: number }>`
      select split_part(each.value #>> '{hops,0,documentId}', '.', 1) as connection, count(distinct task_id)::int as tasks
      from links cross join lateral jsonb_array_elements(links.evidence) as each
      where valid_to is null and each.value #>> '{hops,0,documentId}' is not null group by 1 order by 1`.execute(db);
    expect(rows.map(({ connection }) => connection)).toEqual(['confluence', 'notion']);
    const sources = await db.selectFrom('goal_sources').select('goal_id').where('is_missing', '=', false).execute();
    expect(sources.length).toBeGreaterThanOrEqual(8);
  });

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
