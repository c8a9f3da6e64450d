import type { TaskLink } from '../src/domain/task.ts';
import { findTextLinks, LINK, trimLink, uniteLinks } from './text-links.ts';

/** Plain text with no secret readable in its addresses, and the links that stand in it, each once. */
export interface LinkedText {
  readonly text: string;
  readonly links: readonly TaskLink[];
}

const SECRET_NAME =
  /^(access[_-]?token|id[_-]?token|refresh[_-]?token|token|api[_-]?key|apikey|secret|client[_-]?secret|password|passwd|pwd|auth|authorization|sig|signature|jwt|session(id)?|x-amz-(signature|credential|security-token)|x-goog-signature)$/i;

/** The text without the secrets of its addresses, and their links after those named before. */
export function readText(text: string, named: readonly TaskLink[] = []): LinkedText {
  if (!text.includes('://')) return { text, links: named };
  const clean = text.replace(LINK, (found) => {
    const address = trimLink(found);
    return (cleanUrl(address) ?? address) + found.slice(address.length);
  });
  const links = findTextLinks(clean).filter((link) => URL.canParse(link.url));
  return { text: clean, links: uniteLinks(named, links) };
}

/**
 * An http(s) address without user, password, or the values of parameters that are secrets; unchanged where it has none.
 *
 * @returns null for anything that is no http(s) address.
 */
export function cleanUrl(address: string): string | null {
  if (!/^https?:\/\//i.test(address) || !URL.canParse(address)) return null;
  const url = new URL(address);
  let isChanged = url.username !== '' || url.password !== '';
  url.username = '';
  url.password = '';
  for (const name of new Set(url.searchParams.keys())) {
    if (!SECRET_NAME.test(name)) continue;
    url.searchParams.set(name, 'removed');
    isChanged = true;
  }
  // Sign-in pages hand tokens over behind the "#".
  if ([...new URLSearchParams(url.hash.slice(1)).keys()].some((name) => SECRET_NAME.test(name))) {
    url.hash = '';
    isChanged = true;
  }
  return isChanged ? url.href : address;
}

// Deeper than any record of a tool; a forged one must not overflow our stack, nor that of whoever stores it.
const DEPTH_MAX = 200;

/** The same value with the secrets taken out of every address in its strings; the value itself where there are none. */
export function withoutSecrets<T>(value: T): T {
  return strip(value, 0) as T;
}

function strip(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return mayHoldSecret(value) ? readText(value).text : value;
  if (value === null || typeof value !== 'object') return value;
  if (depth > DEPTH_MAX) return null;
  if (Array.isArray(value)) return stripList(value, depth);
  const record = value as Readonly<Record<string, unknown>>;
  let changed: Record<string, unknown> | null = null;
  // Most records have nothing to strip: nothing is copied before something was found.
  for (const name in record) {
    const clean = strip(record[name], depth + 1);
    if (clean === record[name]) continue;
    changed ??= { ...record };
    changed[name] = clean;
  }
  return changed ?? value;
}

function stripList(list: readonly unknown[], depth: number): readonly unknown[] {
  let changed: unknown[] | null = null;
  for (let at = 0; at < list.length; at += 1) {
    const clean = strip(list[at], depth + 1);
    if (clean === list[at]) continue;
    changed ??= [...list];
    changed[at] = clean;
  }
  return changed ?? list;
}

/** Secrets stand behind "?" or "#", or before "@": most addresses need no closer look. */
function mayHoldSecret(text: string): boolean {
  return text.includes('://') && /[?#@]/.test(text);
}
