import type { Database } from '../store/database.ts';
import { findSchedule } from '../store/schedules.ts';
import { readSettings } from '../store/settings.ts';
import { CANARY } from './plan-due.ts';

const CANARY_LATE_MS = 180_000;

/** When a worker last proved that it works; null where none ever did. */
export async function readCanary(
  db: Database,
  now: Date,
): Promise<{ readonly at: Date | null; readonly isAlive: boolean }> {
  const at = (await findSchedule(db, CANARY))?.last_finished_at ?? null;
  return { at, isAlive: at !== null && now.getTime() - at.getTime() < CANARY_LATE_MS };
}

/** Whether the database answers. */
export async function isDatabaseUp(db: Database): Promise<boolean> {
  try {
    await readSettings(db);
    return true;
  } catch {
    return false;
  }
}
