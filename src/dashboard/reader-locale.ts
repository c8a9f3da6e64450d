/** How the reader's region writes numbers, days and weeks. The texts stay English, so month names do too. */
export interface ReaderLocale {
  /** For figures: the reader's own language and region, in digits 0–9. */
  readonly numbers: string;
  /** For days: English, in the order of the reader's region. */
  readonly days: string;
  readonly hourCycle: 'h12' | 'h23';
  /** 1 is Monday, 7 is Sunday. */
  readonly firstDay: number;
}

/** Where nothing else is said: plain English with the day before the month. */
const fallbackTag = 'en-GB';

/**
 * Of the languages a browser asks for, the first that it can read.
 *
 * @param tags BCP 47, as in `navigator.languages`; a faulty one is passed over.
 */
export function chooseReaderLocale(tags: readonly string[]): ReaderLocale {
  const locale = tags.flatMap(parse)[0] ?? new Intl.Locale(fallbackTag);
  const own = locale.region ? locale : withRegion(locale);
  return {
    numbers: new Intl.Locale(own, { numberingSystem: 'latn' }).toString(),
    days: englishOf(own.region),
    hourCycle: hourCycleOf(own),
    firstDay: firstDayOf(own),
  };
}

/** The region most of a language's readers live in, except for English: half of them put the day before the month. */
function withRegion(locale: Intl.Locale): Intl.Locale {
  if (locale.language === 'en') return new Intl.Locale(fallbackTag);
  const { region } = locale.maximize();
  return region ? new Intl.Locale(locale, { region }) : locale;
}

function parse(tag: string): Intl.Locale[] {
  try {
    return [new Intl.Locale(tag)];
  } catch {
    return [];
  }
}

/** Where English has no form for a region it falls back to American order: only Americans read that without a stumble. */
function englishOf(region: string | undefined): string {
  const tag = `en-${region}`;
  const known = new Intl.DateTimeFormat(tag).resolvedOptions().locale;
  return known === tag ? tag : fallbackTag;
}

function hourCycleOf(locale: Intl.Locale): 'h12' | 'h23' {
  const { hourCycle } = new Intl.DateTimeFormat(locale, { hour: 'numeric' }).resolvedOptions();
  return hourCycle === 'h12' || hourCycle === 'h11' ? 'h12' : 'h23';
}

/** Browsers name it a method, a property, or not at all. */
function firstDayOf(locale: Intl.Locale): number {
  const { getWeekInfo, weekInfo } = locale as Intl.Locale & {
    getWeekInfo?: () => { firstDay: number };
    weekInfo?: { firstDay: number };
  };
  return (getWeekInfo?.call(locale) ?? weekInfo)?.firstDay ?? 1;
}
