/**
 * One spelling for the address of a page or a task. Tools write one thing many ways (with and without its title, as a short id, over a
 * board), so known forms are cut down to the id that stays: Confluence and Notion pages, Asana's goals and tasks, Trello's cards; of a
 * Jira issue, whose id no address holds, to its key.
 *
 * @returns null for what is no web address. The spelling itself is none: it is not to be given here again.
 */
export function canonicalUrl(address: string): string | null {
  const url = parse(address);
  if (!url) return null;
  const host = url.hostname.toLowerCase().replace(/^www\./u, '');
  return pageOf(url, host) ?? taskOf(url, host) ?? `${host}${decode(url.pathname).replace(/\/+$/u, '').toLowerCase()}`;
}

/** What names a task in the spelling of `canonicalUrl`: its key (a card's short link is one), or the tool's own id. null for no task. */
export function taskNamedBy(canonical: string): { readonly key: string } | { readonly externalId: string } | null {
  const key = /\/browse\/([^/]+)$/u.exec(canonical)?.[1] ?? /^trello\/card\/([^/]+)$/u.exec(canonical)?.[1];
  if (key) return { key };
  const externalId = /^asana\/task\/(\d+)$/u.exec(canonical)?.[1];
  return externalId ? { externalId } : null;
}

function pageOf(url: URL, host: string): string | null {
  const page =
    /\/pages\/(?:edit-v2\/)?(\d+)/u.exec(url.pathname)?.[1] ??
    url.searchParams.get('pageId') ??
    pageOfTiny(/\/wiki\/x\/([\w-]+)\/?$/u.exec(url.pathname)?.[1]);
  if (page) return `${host}/page/${page}`;
  const notion = /(?:^|\.)notion\.(?:so|site|com)$/u.test(host) ? notionId(url) : null;
  return notion ? `notion/${notion}` : null;
}

/**
 * Confluence's short address holds the page's id: base64 of its bytes, the lowest first, without the empty ones at its end (`_` and `-`
 * for what an address may not hold). Seen in every recorded `tinyui` beside its id.
 */
function pageOfTiny(code: string | undefined): string | null {
  if (!code || code.length > 11) return null;
  const bytes = atob(`${code.replaceAll('_', '+').replaceAll('-', '/')}AAAAAAAAAAA`.slice(0, 12));
  return [...bytes].reduce((sum, byte, at) => sum + BigInt(byte.charCodeAt(0)) * 256n ** BigInt(at), 0n).toString();
}

function taskOf(url: URL, host: string): string | null {
  const issue = /\/browse\/([^/]+)\/?$/u.exec(url.pathname)?.[1] ?? url.searchParams.get('selectedIssue');
  if (issue && /^\w+-\d+$/u.test(issue)) return `${host}/browse/${issue.toUpperCase()}`;
  const card = host === 'trello.com' ? /^\/c\/(\w+)/u.exec(url.pathname)?.[1] : undefined;
  // The same letters in another case are another card.
  if (card) return `trello/card/${card}`;
  return host === 'app.asana.com' ? asanaOf(url.pathname) : null;
}

/** `/1/<workspace>/…/task/<id>`, or of old `/0/<project>/<id>`, both with more behind them at times. */
function asanaOf(path: string): string | null {
  const goal = /\/goals?\/(\d+)/u.exec(path)?.[1];
  if (goal) return `asana/goal/${goal}`;
  const task = (/\/task\/(\d+)/u.exec(path) ?? /^\/0\/\d+\/(\d+)(?:\/|$)/u.exec(path))?.[1];
  return task ? `asana/task/${task}` : null;
}

function parse(address: string): URL | null {
  try {
    const url = new URL(address.trim());
    return url.protocol === 'http:' || url.protocol === 'https:' ? url : null;
  } catch {
    return null;
  }
}

/** Notion ends a page's address with its id, 32 hex digits, with or without hyphens; `p` names a page opened over another. */
function notionId(url: URL): string | null {
  const source = url.searchParams.get('p') ?? url.pathname;
  return /([0-9a-f]{32})$/iu.exec(source.replace(/-/gu, ''))?.[1]?.toLowerCase() ?? null;
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
