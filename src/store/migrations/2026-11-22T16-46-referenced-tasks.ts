import { type Kysely, sql } from 'kysely';

/** Finds the tasks that link to a wiki page without reading all of them. */
// biome-ignore lint/suspicious/noExplicitAny: a migration is frozen in time and knows no later table type
export async function up(db: Kysely<any>): Promise<void> {
  // What may name a page in an address: Confluence's page id or short code, Notion's id without its hyphens. It finds at most too many.
  await sql`
    create function page_words(links jsonb) returns text[] language sql immutable parallel safe as $$
      select coalesce(array_agg(distinct coalesce(found[1], found[2], lower(found[3]))), '{}')
      from jsonb_array_elements(links) link,
        regexp_matches(
          regexp_replace(link->>'url', '([0-9a-f]{8})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{12})', '\\1\\2\\3\\4\\5', 'gi'),
          '(?:/pages/(?:edit-v2/)?|[?&]pageId=)([0-9]+)|/wiki/x/([A-Za-z0-9_-]+)|([0-9a-fA-F]{32})(?![0-9a-zA-Z])',
          'g') found
    $$`.execute(db);
  await sql`
    create index tasks_page_words on tasks using gin ((page_words(links_found) || page_words(remote_links)))
    where links_found <> '[]' or remote_links <> '[]'`.execute(db);
}
