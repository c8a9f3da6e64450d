/**
 * One spelling for the address of a page that states a goal. Wikis write one page many ways (with and without its title, as a short id),
 * so known forms are cut down to the id that stays: Confluence pages, Notion pages, Asana goals.
 *
 * @returns null for what is no web address.
 */
export function canonicalUrl(address: string): string | null {
  const url = parse(address);
  if (!url) return null;
  const host = url.hostname.toLowerCase().replace(/^www\./u, '');
  const page = /\/pages\/(?:edit-v2\/)?(\d+)/u.exec(url.pathname)?.[1] ?? url.searchParams.get('pageId');
  if (page) return `${host}/page/${page}`;
  const notion = /(?:^|\.)notion\.(?:so|site|com)$/u.test(host) ? notionId(url) : null;
  if (notion) return `notion/${notion}`;
  const asana = host === 'app.asana.com' ? /\/goals?\/(\d+)/u.exec(url.pathname)?.[1] : undefined;
  if (asana) return `asana/goal/${asana}`;
  return `${host}${decode(url.pathname).replace(/\/+$/u, '').toLowerCase()}`;
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
