/** Times as people say them; numbers come in already written. */
export const timesTexts = {
  justNow: 'just now',
  yesterday: 'yesterday',
  ago: (span: string) => `${span} ago`,
  ahead: (span: string) => `in ${span}`,
  seconds: (n: string) => `${n} s`,
  minutes: (n: string) => `${n} min`,
  hours: (n: string) => `${n} h`,
  day: 'day',
  month: 'month',
  year: 'year',
  inCity: (instant: string, city: string) => `${instant} in ${city}`,
  week: (n: string) => `week ${n}`,
  weekOf: (day: string) => `week of ${day}`,
};
