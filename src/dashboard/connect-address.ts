/**
 * An address as the service wants it, from what a person typed or copied from their browser: `your-site.atlassian.net/jira/…` becomes
 * `https://your-site.atlassian.net`. null where it is none.
 */
export function readAddress(typed: string): string | null {
  const text = typed.trim();
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`);
  if (!url || !['http:', 'https:'].includes(url.protocol) || !/[.:]|^localhost$/.test(url.hostname)) return null;
  if (url.username || url.password) return null;
  // Whatever page of a site it was copied from: a site of Atlassian's cloud is its host alone.
  if (url.hostname.endsWith('.atlassian.net')) return url.origin;
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}
