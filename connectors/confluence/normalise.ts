import type { DocumentRecord } from '../../src/domain/document.ts';
import type { ScopeRecord } from '../connector.ts';
import { cleanUrl, readText } from '../link-secrets.ts';
import { type Rich, toBlocks } from '../rich.ts';
import { readAdf } from './adf.ts';
import type { ConfluenceHit, ConfluencePage, ConfluenceSpace } from './schema.ts';
import { readStorage } from './storage.ts';

/**
 * One page or blog post as a document.
 *
 * @param base Where the wiki's own paths begin (`https://site.atlassian.net/wiki`), for answers that do not say it themselves.
 */
export function normalisePage(page: ConfluencePage, base: string | null, labels?: readonly string[]): DocumentRecord {
  const content = readBody(page);
  return {
    type: 'document',
    externalId: page.id,
    scopeExternalId: page.spaceId ?? null,
    title: readText(page.title ?? '').text,
    url: urlOf(page._links?.base ?? base, page._links?.webui),
    version: page.version?.number ?? null,
    updatedAt: instantOf(page.version?.createdAt ?? page.createdAt),
    isTrashed: isGone(page.status),
    labels: labels ?? labelsOf(page),
    properties: [],
    blocks: content === null ? null : toBlocks(content),
  };
}

/** What a search knows of a page: enough to name it, nothing of what it states. */
export function normaliseHit({ content, url, lastModified }: ConfluenceHit, base: string | null): DocumentRecord {
  return {
    type: 'document',
    externalId: content.id,
    scopeExternalId: null,
    title: readText(content.title).text,
    url: urlOf(base, url),
    version: null,
    updatedAt: instantOf(lastModified),
    isTrashed: isGone(content.status),
    labels: null,
    properties: [],
    blocks: null,
  };
}

export function normaliseSpace(space: ConfluenceSpace, base: string | null): ScopeRecord {
  return {
    externalId: space.id,
    key: space.key,
    name: space.name || space.key,
    url: urlOf(space._links?.base ?? base, space._links?.webui),
    archived: space.status === 'archived',
    kind: space.type ?? null,
    isPersonal: space.type === 'personal',
  };
}

/** ms since 1970, or null. */
export function instantOf(time: string | null | undefined): number | null {
  const at = Date.parse(time ?? '');
  return Number.isNaN(at) ? null : at;
}

/** The newer editor's tree where it was asked for, else the storage format; null where the answer has neither. */
function readBody({ body }: ConfluencePage): Rich[] | null {
  const adf = body?.atlas_doc_format?.value;
  const read = adf ? readAdf(adf) : null;
  if (read) return read;
  const storage = body?.storage?.value;
  return typeof storage === 'string' ? readStorage(storage) : null;
}

/** The answer holds at most 50 of them and says so: a part would look like labels that were taken away. */
function labelsOf({ labels }: ConfluencePage): readonly string[] | null {
  if (!labels || labels.meta?.hasMore) return null;
  return labels.results.map(({ name }) => name);
}

function isGone(status: string): boolean {
  return status === 'trashed' || status === 'deleted';
}

function urlOf(base: string | null | undefined, path: string | null | undefined): string | null {
  if (!base || !path) return null;
  return path.startsWith('/') ? cleanUrl(`${base.replace(/\/+$/, '')}${path}`) : cleanUrl(path);
}
