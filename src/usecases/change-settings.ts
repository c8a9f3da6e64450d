import type { Weight } from '../domain/alignment.ts';
import { isTimeZone } from '../domain/days.ts';
import { SETTING_WORDS, type SettingName, type SettingValues, sayChange, sayValue } from '../domain/settings-words.ts';
import { type Actor, insertAuditEvent } from '../store/audit.ts';
import type { Database } from '../store/database.ts';
import { lockSettings, readSettings, type Settings, updateSettings } from '../store/settings.ts';
import { markAllStale } from '../store/stale.ts';
import { UseCaseError } from './errors.ts';

interface Deps {
  readonly db: Database;
  readonly now: () => number;
  readonly onStale: () => Promise<void>;
}

/** What tasks are judged by. */
const LOOKED_AT_AGAIN: ReadonlySet<SettingName> = new Set(['timeZone', 'automaticThreshold', 'workingDays']);

/** What is left out stays as it is. */
export type SettingsChange = { readonly [Name in SettingName]?: SettingValues[Name] | undefined };

/** `seen`: what stood where it was changed, as far as the reader knew. */
type SettingsAsked = SettingsChange & { readonly seen?: SettingsChange | undefined };

/** What holds for the whole organisation. */
export async function readSettingsView(db: Database): Promise<SettingValues> {
  return toView(await readSettings(db));
}

/**
 * Changes what is named; each change stands in the audit trail. Another time zone is another "today", another threshold links
 * otherwise, and other working days count otherwise: these look at every task again.
 *
 * @throws UseCaseError `bad-time-zone`, `changed-since`
 */
export async function changeSettings(deps: Deps, by: Actor, asked: SettingsAsked): Promise<SettingValues> {
  const { seen = {}, ...change } = asked;
  if (change.timeZone !== undefined && !isTimeZone(change.timeZone)) {
    const message = `“${change.timeZone}” is not a time zone; write one such as Europe/Lisbon.`;
    throw new UseCaseError('bad-time-zone', message);
  }
  const changed = await deps.db.transaction().execute(async (tx) => {
    const before = await lockSettings(tx);
    const was = toView(before);
    const is = { ...was, ...givenOf(change) };
    requireUnchanged(seen, was, is);
    const names = (Object.keys(was) as SettingName[]).filter((name) => String(was[name]) !== String(is[name]));
    if (names.length === 0) return names;
    const at = new Date(deps.now());
    // Flags that depend on the day are looked at again for today, whatever day that is now.
    const flaggedOn = names.includes('timeZone') ? null : before.flagged_on;
    await updateSettings(tx, { ...toRow(is), flagged_on: flaggedOn });
    if (names.some((name) => LOOKED_AT_AGAIN.has(name))) await markAllStale(tx, at);
    for (const name of names) {
      const about = { name, from: was[name], to: is[name] };
      await insertAuditEvent(tx, by, at, { what: 'settings-changed', about, says: sayChange(name, was, is) });
    }
    return names;
  });
  if (changed.length > 0) await deps.onStale();
  return readSettingsView(deps.db);
}

/** Two owners at once: the second is told what stands now. What both want alike is no conflict. */
function requireUnchanged(seen: SettingsChange, was: SettingValues, is: SettingValues): void {
  const others = (Object.keys(seen) as SettingName[]).filter(
    (name) => String(seen[name]) !== String(was[name]) && String(was[name]) !== String(is[name]),
  );
  if (others.length === 0) return;
  const now = others.map((name) => `the ${SETTING_WORDS[name]} to ${sayValue(name, was)}`).join(', ');
  throw new UseCaseError('changed-since', `Since you looked, somebody changed ${now}. Nothing was saved.`, {
    isConflict: true,
  });
}

function givenOf({ workingDays, ...change }: SettingsChange): Partial<SettingValues> {
  return {
    ...Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)),
    ...(workingDays ? { workingDays: [...new Set(workingDays)].sort() } : {}),
  };
}

function toView(row: Settings): SettingValues {
  return {
    organisationName: row.organisation_name,
    timeZone: row.time_zone,
    automaticThreshold: row.automatic_threshold,
    defaultWeight: row.default_weight,
    digestWeekday: row.digest_weekday,
    digestHour: row.digest_hour,
    staleCheckInDays: row.stale_check_in_days,
    workingDays: row.working_days,
    firstWeekday: row.first_weekday,
    cycleLength: row.cycle_length,
    cycleStartMonth: row.cycle_start_month,
  };
}

function toRow(values: SettingValues) {
  return {
    organisation_name: values.organisationName,
    time_zone: values.timeZone,
    automatic_threshold: values.automaticThreshold,
    default_weight: values.defaultWeight as Weight,
    digest_weekday: values.digestWeekday,
    digest_hour: values.digestHour,
    stale_check_in_days: values.staleCheckInDays,
    working_days: [...values.workingDays],
    first_weekday: values.firstWeekday,
    cycle_length: values.cycleLength,
    cycle_start_month: values.cycleStartMonth,
  };
}
