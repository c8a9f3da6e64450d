/** Dates as Jira writes and reads them: in the zone of the user who asks. */

export interface Zone {
  readonly name: string;
  /** `2026-11-22T10:16:36.000-0330` */
  toJira(at: number): string;
  /** `2026-11-22` */
  toDay(at: number): string;
  /** The instant of a wall-clock time in this zone, `month` from 1. */
  fromParts(year: number, month: number, day: number, hour: number, minute: number): number;
}

const hourMs = 3_600_000;

export function makeZone(name: string): Zone {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone: name, timeZoneName: 'longOffset', hour: 'numeric' });
  const offsets = new Map<number, number>();
  // Offsets change on quarter hours at the finest; one look-up an hour keeps rendering of large worlds fast.
  const offsetAt = (at: number): number => {
    const hour = Math.floor(at / hourMs);
    let offset = offsets.get(hour);
    if (offset === undefined) {
      offset = parseOffset(format.formatToParts(at).find((part) => part.type === 'timeZoneName')?.value ?? 'GMT');
      offsets.set(hour, offset);
    }
    return offset;
  };
  const local = (at: number) => new Date(at + offsetAt(at)).toISOString();
  return {
    name,
    toJira: (at) => local(at).replace('Z', writeOffset(offsetAt(at))),
    toDay: (at) => local(at).slice(0, 10),
    fromParts: (year, month, day, hour, minute) => {
      const wall = Date.UTC(year, month - 1, day, hour, minute);
      // A second look settles the hours around a change of the clocks.
      return wall - offsetAt(wall - offsetAt(wall));
    },
  };
}

function parseOffset(name: string): number {
  const match = /GMT([+-])(\d{2}):(\d{2})/.exec(name);
  if (match === null) return 0;
  const minutes = Number(match[2]) * 60 + Number(match[3]);
  return (match[1] === '-' ? -minutes : minutes) * 60_000;
}

function writeOffset(offset: number): string {
  const minutes = Math.abs(offset) / 60_000;
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
  return `${offset < 0 ? '-' : '+'}${two(minutes / 60)}${two(minutes % 60)}`;
}
