import { chooseReaderLocale, type ReaderLocale } from './reader-locale.ts';
import { timesTexts } from './texts/en/times.ts';

/** U+202F: keeps a number and its unit together, narrower than a space. */
const thinSpace = '\u202f';

let reader: ReaderLocale = chooseReaderLocale([]);
const numberFormats = new Map<string, Intl.NumberFormat>();
const dayFormats = new Map<string, Intl.DateTimeFormat>();

/** From here on everything is written as in the reader's region; without a call as in Britain. */
export function setReaderLanguages(tags: readonly string[]): void {
  reader = chooseReaderLocale(tags);
  numberFormats.clear();
  dayFormats.clear();
}

/** Kept, since making one takes longer than a hundred uses of it. */
function numbers(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  return kept(numberFormats, options, () => new Intl.NumberFormat(reader.numbers, options));
}

function days(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return kept(dayFormats, options, () => new Intl.DateTimeFormat(reader.days, options));
}

function kept<T>(formats: Map<string, T>, options: object, make: () => T): T {
  const key = JSON.stringify(options);
  const format = formats.get(key) ?? make();
  formats.set(key, format);
  return format;
}

export function formatCount(n: number): string {
  return numbers({ maximumFractionDigits: 0 }).format(n);
}

/** A weighed amount: estimates and days carry one decimal, counts none. */
export function formatAmount(n: number): string {
  return numbers({ maximumFractionDigits: 1 }).format(n);
}

/** 0.8 with two decimals → "0.80": a likelihood or a threshold, where the zero says how exact it is. */
export function formatDecimal(n: number, decimals: number): string {
  return numbers({ minimumFractionDigits: decimals, maximumFractionDigits: decimals }).format(n);
}

/** A goal's own number, as exact as it was written. */
export function formatMeasure(n: number, unit: string | null): string {
  if (unit === '%') return percent(n / 100, { maximumFractionDigits: 3 });
  const number = numbers({ maximumFractionDigits: 3 }).format(n);
  return unit ? `${number} ${unit}` : number;
}

/** 0.783 → "78 %". */
export function formatRate(rate: number): string {
  return percent(rate, { maximumFractionDigits: 0 });
}

/** 0.7831 with one decimal → "78.3 %": where the difference is what is told. */
export function formatExactRate(rate: number, decimals: number): string {
  return percent(rate, { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
}

/** The sign stands where the reader's region puts it, a thin space off the number everywhere. */
function percent(share: number, options: Intl.NumberFormatOptions): string {
  const parts = numbers({ style: 'percent', ...options }).formatToParts(share);
  return parts
    .filter(({ type, value }) => type !== 'literal' || value.trim() !== '')
    .map(({ type, value }, at) => (type === 'percentSign' && at > 0 ? `${thinSpace}${value}` : value))
    .join('');
}

/** Keeps each "42 %" of a sentence on one line. */
export function withThinSpaces(sentence: string): string {
  return sentence.replaceAll(' %', `${thinSpace}%`);
}

/** A flag's reason beside its state's words: not the same words twice. */
export function withoutState(reason: string): string {
  const rest = reason.replace(/^No why yet: /, '');
  return rest.charAt(0).toUpperCase() + rest.slice(1);
}

/** The texts are English, whatever the region. */
const pluralRules = new Intl.PluralRules('en');

export function plural(n: number, one: string, many = `${one}s`): string {
  return `${formatCount(n)} ${pluralWord(n, one, many)}`;
}

/** The word alone, where its number stands elsewhere or is not said: "its" and "their", "serves" and "serve". */
export function pluralWord(n: number, one: string, many = `${one}s`): string {
  return pluralRules.select(n) === 'one' ? one : many;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** "just now", "3 h ago", "yesterday", "12 days ago", "in 8 s". Both in ms since 1970. */
export function formatAgo(at: number, now: number): string {
  const ms = now - at;
  if (ms < -1000) return timesTexts.ahead(formatSpan(-ms));
  if (ms < minuteMs) return timesTexts.justNow;
  const days = Math.floor(ms / dayMs);
  if (days === 1) return timesTexts.yesterday;
  return timesTexts.ago(formatSpan(ms));
}

/** A span as people say it: "8 s", "4 min", "3 h", "12 days", "5 months". */
export function formatSpan(ms: number): string {
  if (ms < minuteMs) return timesTexts.seconds(formatCount(Math.max(1, Math.round(ms / 1000))));
  if (ms < hourMs) return timesTexts.minutes(formatCount(Math.round(ms / minuteMs)));
  if (ms < dayMs) return timesTexts.hours(formatCount(Math.round(ms / hourMs)));
  return formatDays(Math.round(ms / dayMs));
}

export function formatDays(days: number): string {
  if (days < 60) return plural(days, timesTexts.day);
  if (days < 720) return plural(Math.round(days / 30.4), timesTexts.month);
  return plural(Math.round(days / 365), timesTexts.year);
}

/** "Mon 16 Nov 2026, 09:00 in Lisbon". */
export function formatInstant(at: number, timeZone: string): string {
  const { hourCycle } = reader;
  const day = { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' } as const;
  const text = days({ ...day, hour: '2-digit', minute: '2-digit', hourCycle, timeZone }).format(at);
  return timesTexts.inCity(text, cityOf(timeZone));
}

function cityOf(timeZone: string): string {
  return timeZone.slice(timeZone.lastIndexOf('/') + 1).replaceAll('_', ' ');
}

/** `2026-11-16` → "16 Nov 2026"; without the year where `short`. */
export function formatDay(day: string, short = false): string {
  const at = startOf(day.slice(0, 10));
  if (Number.isNaN(at)) return day;
  return days({
    day: 'numeric',
    month: 'short',
    ...(short ? {} : { year: 'numeric' }),
    timeZone: 'UTC',
  }).format(at);
}

/** `2026-11-16` → "Monday, 16 November 2026". */
export function formatLongDay(day: string): string {
  const parts = { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' } as const;
  return days({ ...parts, timeZone: 'UTC' }).format(startOf(day));
}

/** `2026-11-16` → "November 2026". */
export function formatMonth(day: string): string {
  return days({ month: 'long', year: 'numeric', timeZone: 'UTC' }).format(startOf(day));
}

/** Whole days from one `YYYY-MM-DD` to another; negative where the second is earlier. */
export function daysBetween(from: string, to: string): number {
  return Math.round((startOf(to) - startOf(from)) / dayMs);
}

function startOf(day: string): number {
  return Date.parse(`${day}T00:00:00Z`);
}

/** `2026-W47` → "week 47"; where weeks start on another day than ours and bear no numbers, "week of 16 Nov". */
export function formatWeek(week: string): string {
  return reader.firstDay === 1
    ? timesTexts.week(String(Number(week.slice(-2))))
    : timesTexts.weekOf(formatDay(mondayOf(week), true));
}

/** The same for the tick of an axis, where only the first has room for the word. */
export function formatWeekTick(week: string): string {
  return reader.firstDay === 1 ? String(Number(week.slice(-2))) : formatDay(mondayOf(week), true);
}

/** `2026-W47` → `2026-11-16`. The fourth of January lies in week 1. */
function mondayOf(week: string): string {
  const fourth = new Date(`${week.slice(0, 4)}-01-04T00:00:00Z`);
  const monday = fourth.getTime() - ((fourth.getUTCDay() + 6) % 7) * dayMs;
  return new Date(monday + (Number(week.slice(-2)) - 1) * 7 * dayMs).toISOString().slice(0, 10);
}
