import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WEIGHTS } from '../../../src/domain/alignment.ts';
import { addWeeks } from '../../../src/domain/iso-week.ts';
import type { Viewer } from '../../../src/domain/person.ts';
import { sumFlags } from '../../../src/store/views/alignment.ts';
import type { TaskFilter } from '../../../src/store/views/judged.ts';
import { sumKeptWeeks } from '../../../src/store/views/week-sums.ts';
import { sumWeeks } from '../../../src/usecases/sum-weeks.ts';
import { momentOf, momentOfWeek, type ViewMoment } from '../../../src/usecases/view-query.ts';
import type { Stage } from '../usecases/stage.ts';
import { openViews, PEOPLE, TEAMS } from './stage-views.ts';

const WEEKS = 6;
let stage: Stage;
let deps: { db: Stage['db']; now: () => number };
let weeks: ViewMoment[];

beforeAll(async () => {
  stage = await openViews();
  deps = { db: stage.db, now: () => stage.clock };
  const { week, timeZone } = await momentOf(stage.db, stage.clock);
  weeks = Array.from({ length: WEEKS }, (_, back) => momentOfWeek(addWeeks(week, -1 - back), stage.clock, timeZone));
  await liveThroughWeeks();
});
afterAll(() => stage?.drop());

/** As if every task had been there for some weeks, and had been judged otherwise before. */
async function liveThroughWeeks() {
  const days = sql`(hashtext(task_id) & 31) * interval '1 day'`;
  await sql`update task_periods set valid_from = valid_from - ${days} - interval '20 days'`.execute(stage.db);
  await sql`update flags set valid_from = valid_from - ${days}`.execute(stage.db);
  await sql`
    insert into flags (task_id, state, reason, next_action, goal_ids, tried, valid_from, valid_to)
    select task_id, 'no-why', 'nothing was found', 'link', '{}', '[]', valid_from - interval '15 days', valid_from from flags`.execute(
    stage.db,
  );
}

const viewers: Viewer[] = [
  { personId: null, role: 'owner', teamIds: [] },
  ...[...PEOPLE, 'nobody'].flatMap((personId) =>
    (['owner', 'manager', 'member'] as const).flatMap((role) =>
      [['lab'], [...TEAMS]].map((teamIds) => ({ personId, role, teamIds })),
    ),
  ),
];

describe('what is judged now', () => {
  const expectKept = async (after: string) => {
    const { rows } = await sql<{ kept: unknown; counted: unknown }>`
      select to_jsonb(j) as kept, to_jsonb(c) as counted from judged_tasks j
      full join (
        select p.task_id, t.tool, t.tool_created_at, p.scope_id, p.team_id, p.assignee_id, p.status_category, p.is_live, p.finished_at,
          p.estimate, p.active_days, p.valid_from, f.state, f.next_action, f.goal_ids, f.best_score, f.valid_from as flagged_from
        from task_periods p
        join flags f on f.task_id = p.task_id and f.valid_to is null
        join tasks t on t.id = p.task_id
        where p.valid_to is null and p.is_countable
      ) c on c.task_id = j.task_id
      where to_jsonb(j) is distinct from to_jsonb(c)`.execute(stage.db);
    expect(rows, after).toEqual([]);
  };

  it('is kept as periods and flags say, whatever is written to them', async () => {
    const some = (share: number) =>
      sql`task_id in (select id from tasks where (hashtext(id || ${share}::text) & 7) = 3)`;
    const now = new Date(stage.clock);
    const writes = {
      'flags end': sql`update flags set valid_to = ${now} where valid_to is null and ${some(1)}`,
      'flags begin': sql`
        insert into flags (task_id, state, reason, next_action, goal_ids, tried, valid_from)
        select id, 'ktlo', 'a rule says so', 'none', '{}', '[]', ${now} from tasks
        where not exists (select from flags where task_id = tasks.id and valid_to is null)`,
      'periods change in place': sql`update task_periods set team_id = 'ops', is_live = not is_live where valid_to is null and ${some(2)}`,
      'tasks become containers': sql`update task_periods set is_countable = false where valid_to is null and ${some(3)}`,
      'and are none any more': sql`update task_periods set is_countable = true where valid_to is null and ${some(3)}`,
      'flags change in place': sql`update flags set state = 'suggested', goal_ids = '{o1}' where valid_to is null and ${some(4)}`,
      'open flags are deleted': sql`delete from flags where valid_to is null and ${some(5)}`,
      'the tool says another age': sql`update tasks set tool_created_at = now() where (hashtext(id) & 7) = 1`,
      'tasks are deleted': sql`delete from tasks where (hashtext(id) & 15) = 9`,
    };
    await expectKept('everything was derived');
    for (const [after, write] of Object.entries(writes)) {
      await stage.db
        .transaction()
        .execute(async (tx) => {
          await write.execute(tx);
          throw new Error('taken back');
        })
        .catch(() => undefined);
      await expectKept(`${after}, taken back`);
      const { numAffectedRows = 0n } = await write.execute(stage.db);
      expect(numAffectedRows, after).toBeGreaterThan(0n);
      await expectKept(after);
    }
  });
});

describe('past weeks', () => {
  it('are summed once, and read as if each task were counted', async () => {
    expect(await sumWeeks(deps)).toBeGreaterThanOrEqual(WEEKS);
    expect(await sumWeeks(deps)).toBe(0);
    const filters: TaskFilter[] = [
      {},
      { states: ['no-why'] },
      { teamId: 'ward' },
      { teamId: null },
      { teamIds: ['lab', 'ops'] },
      { scopeId: 'jira.closed' },
    ];
    let counted = 0;
    for (const viewer of viewers)
      for (const weight of WEIGHTS)
        for (const filter of viewer.role === 'member' ? filters.slice(0, 1) : filters) {
          const kept = await sumKeptWeeks(stage.db, viewer, filter, weeks, weight);
          expect(kept.size).toBe(WEEKS);
          for (const moment of weeks.slice(0, 3)) {
            const sums = await sumFlags(stage.db, viewer, filter, moment, weight);
            const own = (kept.get(moment.at.getTime()) ?? []).map((sum) => ({
              ...sum,
              weight: expect.closeTo(sum.weight, 9),
            }));
            expect(sums, JSON.stringify({ viewer, filter, weight, week: moment.week })).toEqual(own);
            counted += sums.length;
          }
        }
    expect(counted).toBeGreaterThan(500);
  });

  it('are forgotten from the day on that is written into, and summed again', async () => {
    const [, , third] = weeks as [ViewMoment, ViewMoment, ViewMoment];
    await sumWeeks(deps);
    const before = await sumKeptWeeks(stage.db, viewers[0] as Viewer, {}, weeks, 'count');
    await sql`
      update task_periods set team_id = 'ops'
      where id = (select id from task_periods where valid_from < ${third.at} order by valid_from desc, id limit 1)`.execute(
      stage.db,
    );
    const left = await sumKeptWeeks(stage.db, viewers[0] as Viewer, {}, weeks, 'count');
    expect(left.size).toBeLessThanOrEqual(before.size - 3);
    expect(await sumWeeks(deps)).toBe(before.size - left.size);
  });

  it('stay when something ends or begins now', async () => {
    await sumWeeks(deps);
    const now = new Date(stage.clock);
    await sql`update flags set valid_to = ${now} where valid_to is null`.execute(stage.db);
    await sql`
      insert into flags (task_id, state, reason, next_action, goal_ids, tried, valid_from)
      select id, 'no-why', 'nothing was found', 'link', '{}', '[]', ${now} from tasks`.execute(stage.db);
    expect(await sumWeeks(deps)).toBe(0);
  });
});
