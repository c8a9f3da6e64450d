import { Temporal } from 'temporal-polyfill';
import { expect, it } from 'vitest';
import { type DigestTime, dueAt, lastDueWeek } from '../../../src/domain/digest-time.ts';
import { addWeeks, isoWeekOf } from '../../../src/domain/iso-week.ts';

const [FROM, TO] = [2024, 2030];
const MINUTE_MS = 60_000;

interface Jump {
  readonly timeZone: string;
  readonly at: Temporal.ZonedDateTime;
  /** Clocks go forward by so many minutes; below zero: back. */
  readonly minutes: number;
}

function* jumpsOf(timeZone: string): Generator<Jump> {
  let from = Temporal.ZonedDateTime.from(`${FROM}-01-01T00:00[${timeZone}]`);
  for (;;) {
    const at = from.getTimeZoneTransition('next');
    if (!at || at.year > TO) return;
    const before = at.subtract({ nanoseconds: 1 });
    const minutes = (at.offsetNanoseconds - before.offsetNanoseconds) / 60e9;
    // A zone may change its name or its rules and not its clock.
    if (minutes !== 0) yield { timeZone, at, minutes };
    from = at;
  }
}

/** What the clock on the wall would show at the jump if it did not jump; of one back, the first moment that comes again. */
function wallAt({ at, minutes }: Jump): Temporal.PlainDateTime {
  const shown = at.toPlainDateTime();
  return minutes > 0 ? shown.subtract({ minutes }) : shown;
}

/** A person's hour that lies in the gap or the overlap, or begins it; hours are whole, gaps need not be. */
function timeIn(jump: Jump): { time: DigestTime; week: string } {
  const wall = wallAt(jump);
  const hour = wall.minute === 0 ? wall : wall.add({ minutes: 60 - wall.minute });
  return {
    time: { weekday: hour.dayOfWeek, hour: hour.hour, timeZone: jump.timeZone },
    week: isoWeekOf(hour.toPlainDate().toString()),
  };
}

/** Weeks that a ticker would find due, in the order in which it finds them. */
function lettersBetween(from: number, to: number, everyMs: number, time: DigestTime): string[] {
  const found: string[] = [];
  for (let now = from; now <= to; now += everyMs) {
    const week = lastDueWeek(now, time);
    if (!found.includes(week)) found.push(week);
  }
  return found;
}

it('gives exactly one letter a week over every gap and every overlap of every zone', () => {
  const jumps = Intl.supportedValuesOf('timeZone').flatMap((zone) => [...jumpsOf(zone)]);
  const gaps = jumps.filter(({ minutes }) => minutes > 0).length;
  console.info(`Zone data ${process.versions.tz}, ${FROM}–${TO}: ${gaps} gaps, ${jumps.length - gaps} overlaps`);
  expect(gaps).toBeGreaterThan(500);
  expect(jumps.length - gaps).toBeGreaterThan(500);
  for (const jump of jumps) {
    const { time, week } = timeIn(jump);
    const weeks = [-1, 0, 1].map((offset) => addWeeks(week, offset));
    const dues = weeks.map((one) => dueAt(one, time));
    const gapsInDays = dues.slice(1).map((due, at) => (due - (dues[at] as number)) / 86_400_000);
    const label = `${jump.timeZone} ${jump.at.toString()}`;
    expect(
      gapsInDays.every((days) => days > 5.9 && days < 8.1),
      label,
    ).toBe(true);
    // Looked at closely around the jump: each week's letter is found once, in order, whatever the wall shows.
    const near = dues[1] as number;
    const around = lettersBetween(near - 120 * MINUTE_MS, near + 120 * MINUTE_MS, 15 * MINUTE_MS, time);
    expect(around, label).toEqual([weeks[0], weeks[1]]);
    expect(lettersBetween(dues[0] as number, dues[2] as number, 24 * 3_600_000, time).slice(0, 2), label).toEqual(
      weeks.slice(0, 2),
    );
  }
});

it('is due at the first moment that such an hour can be said to be, in every gap and every overlap', () => {
  for (const jump of Intl.supportedValuesOf('timeZone').flatMap((zone) => [...jumpsOf(zone)])) {
    const { time, week } = timeIn(jump);
    const due = dueAt(week, time);
    const label = `${jump.timeZone} ${jump.at.toString()}`;
    const shown = Temporal.Instant.fromEpochMilliseconds(due).toZonedDateTimeISO(jump.timeZone);
    const wall = wallAt(jump);
    const wanted = wall.minute === 0 ? wall : wall.add({ minutes: 60 - wall.minute });
    const end = wall.add({ minutes: Math.abs(jump.minutes) });
    const isInJump = Temporal.PlainDateTime.compare(wanted, end) < 0;
    if (jump.minutes > 0 && isInJump) expect(due, label).toBe(jump.at.epochMilliseconds);
    else expect(shown.toPlainDateTime().equals(wanted), label).toBe(true);
    // The first of two.
    if (jump.minutes < 0 && isInJump) expect(due, label).toBeLessThan(jump.at.epochMilliseconds);
  }
});
