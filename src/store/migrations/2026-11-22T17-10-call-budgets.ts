import { type Kysely, sql } from 'kysely';

/** What tools allow, shared by all workers: an allowance a row, and the requests that count against it now. */
// biome-ignore lint/suspicious/noExplicitAny: a migration is frozen in time and knows no later table type
export async function up(db: Kysely<any>): Promise<void> {
  await sql`
    create table call_budgets (
      key text primary key,
      name text not null,
      max integer not null,
      window_ms integer not null,
      connection_ids text[] not null default '{}',
      lowered_max integer,
      lowered_at timestamptz,
      paused_until timestamptz,
      pause_reason text,
      told_remaining integer,
      told_limit integer,
      told_reset_at timestamptz,
      used_at timestamptz not null default clock_timestamp()
    )`.execute(db);
  // Not logged: after a crash of the database they are gone, and so are the requests they stand for, a few seconds later.
  await sql`
    create unlogged table call_leases (
      key text not null,
      lease text not null,
      cost integer not null,
      permits integer not null,
      until timestamptz not null,
      primary key (key, lease)
    )`.execute(db);
  await createTakeCalls(db);
}

/**
 * One statement for several permits. Several inside, since each then sees what those before it waited for: of workers that ask for
 * the same allowance at once, the later one counts what the earlier one took.
 */
// biome-ignore lint/suspicious/noExplicitAny: as above
async function createTakeCalls(db: Kysely<any>): Promise<void> {
  await sql`
    create function take_calls(
      p_keys text[], p_costs integer[], p_wanted integer, p_lease text, p_life_ms integer,
      p_settled text[], p_used integer[], p_scale integer,
      out granted integer, out wait_ms integer, out reason text, out is_told boolean
    ) language plpgsql as $$
    declare
      at timestamptz;
      budget record;
      spent integer;
      frees timestamptz;
      fits integer;
    begin
      granted := p_wanted; wait_ms := 0; is_told := false;
      perform 1 from call_budgets b where b.key = any(p_keys) order by b.key for update;
      at := clock_timestamp();
      -- Forgotten meanwhile: whoever asks says anew what the allowance is.
      if (select count(*) from call_budgets b where b.key = any(p_keys)) < cardinality(p_keys) then
        granted := -1; return;
      end if;
      update call_budgets b set used_at = at where b.key = any(p_keys) and b.used_at < at - interval '1 hour';
      -- Answered: they count for one window more. Not used: they never counted.
      update call_leases l set permits = s.used, until = at
        from unnest(p_settled, p_used) as s(lease, used) where l.key = any(p_keys) and l.lease = s.lease;
      delete from call_leases l using call_budgets b
        where l.key = any(p_keys) and b.key = l.key
          and (l.permits = 0 or l.until + make_interval(secs => b.window_ms / 1000.0) <= at);
      if p_wanted = 0 then return; end if;
      for budget in
        select b.key, n.cost, b.name, b.window_ms, b.paused_until, b.pause_reason,
          p_scale * case when b.lowered_at > at - interval '1 day' then least(b.max, b.lowered_max) else b.max end as allowed
        from unnest(p_keys, p_costs) as n(key, cost) join call_budgets b on b.key = n.key
      loop
        if budget.paused_until > at then
          granted := 0;
          if ceil(extract(epoch from budget.paused_until - at) * 1000) > wait_ms then
            wait_ms := ceil(extract(epoch from budget.paused_until - at) * 1000);
            reason := budget.pause_reason; is_told := true;
          end if;
          continue;
        end if;
        select coalesce(sum(l.permits * l.cost), 0),
            min(case when l.until > at then at + interval '50 ms' else l.until + make_interval(secs => budget.window_ms / 1000.0) end)
          into spent, frees from call_leases l where l.key = budget.key;
        -- One that costs more than is ever allowed at once goes alone.
        fits := case when spent = 0 then greatest(1, budget.allowed / budget.cost) else (budget.allowed - spent) / budget.cost end;
        granted := least(granted, greatest(0, fits));
        if fits <= 0 and greatest(1, ceil(extract(epoch from frees - at) * 1000)) > wait_ms then
          wait_ms := greatest(1, ceil(extract(epoch from frees - at) * 1000));
          reason := 'keeping to ' || budget.allowed || ' ' || budget.name; is_told := false;
        end if;
      end loop;
      if granted > 0 then
        insert into call_leases (key, lease, cost, permits, until)
          select n.key, p_lease, n.cost, granted, at + make_interval(secs => p_life_ms / 1000.0)
          from unnest(p_keys, p_costs) as n(key, cost);
      end if;
    end $$`.execute(db);
}
