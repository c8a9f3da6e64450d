import { NOON, type Stage } from './stage.ts';

/** Forgets all tasks and what hangs on them, goals, rules and scopes, and sets the clock back: each test begins anew. */
export async function emptyTables(stage: Stage): Promise<void> {
  const tables = [
    'tasks',
    'set_asides',
    'accounts',
    'tool_goals',
    'rules',
    'goals',
    'goal_periods',
    'cycle_periods',
    'cycles',
    'scopes',
    'allowances',
    'people',
    'teams',
  ] as const;
  for (const table of tables) await stage.db.deleteFrom(table).execute();
  await stage.db.updateTable('settings').set({ flagged_on: null, automatic_threshold: 0.7 }).execute();
  stage.clock = NOON;
}
