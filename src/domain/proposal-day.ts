import { Temporal } from 'temporal-polyfill';
import { type Day, isDay } from './days.ts';
import { daysOfCycleName } from './evidence/cycle-words.ts';

/** Month names as people write them in English, German, French and Spanish. */
const MONTHS: readonly RegExp[] = [
  /^(jan(uary|uar|vier)?|j[aä]n(ner)?|ene(ro)?)$/,
  /^(feb(ruary|ruar|rero)?|f[eé]v(r(ier)?)?)$/,
  /^(mar(ch|s|zo)?|m[aä]rz|mrz)$/,
  /^(apr(il)?|avr(il)?|abr(il)?)$/,
  /^(may|mai|mayo)$/,
  /^(june?|juni|juin|junio)$/,
  /^(july?|juli|juil(let)?|julio)$/,
  /^(aug(ust)?|ao[uû]t|ago(sto)?)$/,
  /^(sept?(ember|embre|iembre)?)$/,
  /^(o[ck]t(ober|obre|ubre)?)$/,
  /^(nov(ember|embre|iembre)?)$/,
  /^(de[cz](ember)?|d[eé]c(embre)?|dic(iembre)?)$/,
];

/** A day as a document writes it, and where its words stand. */
export const DAY_WORDS =
  String.raw`(?:(?:the\s+)?end\s+of\s+|ende\s+|fin(?:\s+de)?\s+|finales\s+de\s+)?` +
  String.raw`(?:\d{4}-\d{2}-\d{2}|\d{1,2}[./]\s?\d{1,2}[./]\s?\d{4}|(?:19|20)\d{2}[-/ ](?:[QH]\d)|[QTH]\d[\s/-]*(?:19|20)\d{2}` +
  String.raw`|\d{1,2}(?:st|nd|rd|th|er|\.)?\s+(?:de\s+)?\p{L}{3,10}\.?\s+(?:de\s+|del\s+)?(?:19|20)\d{2}` +
  String.raw`|\p{L}{3,10}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+(?:19|20)\d{2}|\p{L}{3,10}\.?\s+(?:de\s+)?(?:19|20)\d{2}|(?:19|20)\d{2})`;

/**
 * The last day that is meant: a month, a quarter, a half and the end of a year end with their last. Null where it takes a guess: no year, a
 * bare year, or 03/04/2026, which is one day in London and another in New York.
 */
export function readDueDay(text: string): Day | null {
  const words = text.trim().toLowerCase().replace(/\s+/g, ' ');
  if (isDay(words.slice(0, 10)) && !/^\d/.test(words.slice(10))) return words.slice(0, 10);
  const isEnd = /^((the )?end of |ende |fin |finales )/.test(words);
  const bare = words.replace(/^((the )?end of |ende |fin de |fin |finales de )/, '');
  return readNumbers(bare) ?? readMonth(bare) ?? readPeriod(bare, isEnd);
}

function readNumbers(words: string): Day | null {
  const [, one = '', mark, two = '', year = ''] = /^(\d{1,2})([./]) ?(\d{1,2})\2 ?(\d{4})$/.exec(words) ?? [];
  if (mark === undefined) return null;
  const first = Number(one);
  const second = Number(two);
  // Dots put the day first everywhere; with slashes only a number past 12 tells.
  if (mark === '.' || first > 12 || first === second) return dayOf(Number(year), second, first);
  return second > 12 ? dayOf(Number(year), first, second) : null;
}

/** Quarters and halves; French and Spanish trimesters are quarters. */
function readPeriod(words: string, isEnd: boolean): Day | null {
  if (/^\d{4}$/.test(words) && !isEnd) return null;
  return daysOfCycleName(words.replace(/(^|[\s/-])t(?=\d)/, '$1q'))?.endsOn ?? null;
}

function readMonth(words: string): Day | null {
  const [, before, name = '', after, year = ''] =
    /^(?:(\d{1,2})(?:st|nd|rd|th|er|\.)? (?:de )?)?(\p{L}{3,10})\.?(?: (\d{1,2})(?:st|nd|rd|th)?,?)? (?:de |del )?(\d{4})$/u.exec(
      words,
    ) ?? [];
  const month = MONTHS.findIndex((pattern) => pattern.test(name)) + 1;
  if (month === 0 || year === '') return null;
  const day = before ?? after;
  return day === undefined ? lastOf(Number(year), month) : dayOf(Number(year), month, Number(day));
}

function dayOf(year: number, month: number, day: number): Day | null {
  const written = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
  return isDay(written) ? written : null;
}

function lastOf(year: number, month: number): Day {
  const { daysInMonth } = Temporal.PlainYearMonth.from({ year, month });
  return Temporal.PlainDate.from({ year, month, day: daysInMonth }).toString();
}
