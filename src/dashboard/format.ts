/** U+202F: keeps a number and its unit together, narrower than a space. */
const thinSpace = ' ';

const whole = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });
const oneDecimal = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 1 });
const threeDecimals = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 3 });

export function formatCount(n: number): string {
  return whole.format(n);
}

/** A weighed amount: estimates and days carry one decimal, counts none. */
export function formatAmount(n: number): string {
  return oneDecimal.format(n);
}

/** A goal's own number, as exact as it was written. */
export function formatMeasure(n: number, unit: string | null): string {
  const number = threeDecimals.format(n);
  if (!unit) return number;
  return unit === '%' ? `${number}${thinSpace}%` : `${number} ${unit}`;
}

/** 0.783 → "78 %". */
export function formatRate(rate: number): string {
  return `${Math.round(rate * 100)}${thinSpace}%`;
}

/** 0.7831 with one decimal → "78.3 %": where the difference is what is told. */
export function formatExactRate(rate: number, decimals: number): string {
  return `${(rate * 100).toFixed(decimals)}${thinSpace}%`;
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

export function plural(n: number, one: string, many = `${one}s`): string {
  return `${formatCount(n)} ${n === 1 ? one : many}`;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** "just now", "3 h ago", "yesterday", "12 days ago", "in 8 s". Both in ms since 1970. */
export function formatAgo(at: number, now: number): string {
  const ms = now - at;
  if (ms < -1000) return `in ${formatSpan(-ms)}`;
  if (ms < minuteMs) return 'just now';
  const days = Math.floor(ms / dayMs);
  if (days === 1) return 'yesterday';
  return `${formatSpan(ms)} ago`;
}

/** A span as people say it: "8 s", "4 min", "3 h", "12 days", "5 months". */
export function formatSpan(ms: number): string {
  if (ms < minuteMs) return `${Math.max(1, Math.round(ms / 1000))} s`;
  if (ms < hourMs) return `${Math.round(ms / minuteMs)} min`;
  if (ms < dayMs) return `${Math.round(ms / hourMs)} h`;
  return formatDays(Math.round(ms / dayMs));
}

export function formatDays(days: number): string {
  if (days < 60) return plural(days, 'day');
  if (days < 720) return plural(Math.round(days / 30.4), 'month');
  return plural(Math.round(days / 365), 'year');
}

/** "Mon 16 Nov 2026, 09:00 in Lisbon". */
export function formatInstant(at: number, timeZone: string): string {
  const text = new Intl.DateTimeFormat('en-GB', {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZone,
  }).format(at);
  return `${text} in ${cityOf(timeZone)}`;
}

function cityOf(timeZone: string): string {
  return timeZone.slice(timeZone.lastIndexOf('/') + 1).replaceAll('_', ' ');
}

/** `2026-11-16` → "16 Nov 2026"; without the year where `short`. */
export function formatDay(day: string, short = false): string {
  const at = Date.parse(`${day.slice(0, 10)}T00:00:00Z`);
  if (Number.isNaN(at)) return day;
  return new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'short',
    ...(short ? {} : { year: 'numeric' }),
    timeZone: 'UTC',
  }).format(at);
}

/** Whole days from one `YYYY-MM-DD` to another; negative where the second is earlier. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / dayMs);
}

/** `2026-W47` → "week 47". */
export function formatWeek(week: string): string {
  return `week ${Number(week.slice(-2))}`;
}
