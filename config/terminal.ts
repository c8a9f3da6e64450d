/** Whether the terminal is set to UTF-8; taken for granted where its locale says nothing. */
export function speaksUtf8(env: Record<string, string | undefined> = process.env): boolean {
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG || '';
  return locale === '' || /utf-?8/i.test(locale);
}
