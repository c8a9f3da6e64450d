import { sql } from 'kysely';
import type { Block, DocumentRecord } from '../../../src/domain/document.ts';
import type { Database } from '../../../src/store/database.ts';
import { noteUnreadable, upsertDocuments } from '../../../src/store/documents.ts';
import { ensureSettings } from '../../../src/store/settings.ts';
import { importGoals } from '../../../src/usecases/import-goals.ts';
import { importPeople } from '../../../src/usecases/import-people.ts';
import { readRows } from '../../../src/usecases/read-rows.ts';
import { refreshProposals } from '../../../src/usecases/refresh-proposals.ts';

/** A Wednesday of 2026-Q4. */
export const AT = Date.parse('2026-11-18T10:00:00Z');

const PEOPLE = `email,name,manager,team
olga@larkfield.example,Olga Owner,,
ada@larkfield.example,Ada Manager,olga@larkfield.example,Atlas`;

const GOALS = `key,kind,title,parent,cycle,from,to,unit,by,owner
V1,vision,Every clinic live within a week,,,,,,,
O1,objective,Onboarding takes days,V1,2026-Q4,,,,,
KR1.1,key-result,Median days to go-live,O1,2026-Q4,21,7,days,2026-12-31,ada@larkfield.example`;

/** Begins anew: an organisation with goals of its own, a Confluence space and a Notion data source; no document yet. */
export async function makeWikiGround(db: Database): Promise<void> {
  await sql`truncate connections, goals, cycles, people, teams, settings cascade`.execute(db);
  const deps = { db, now: () => AT, onStale: async () => {} };
  await ensureSettings(db, { organisationName: 'Larkfield', timeZone: 'Europe/Lisbon' });
  await importPeople(deps, readRows(PEOPLE, 'csv'));
  const plan = await importGoals(deps, readRows(GOALS, 'csv'));
  if (plan.errors.length > 0) throw new Error(JSON.stringify(plan.errors));
  await addWikis(db);
}

/** A Confluence space and a Notion data source; no document yet. */
export async function addWikis(db: Database): Promise<void> {
  await db
    .insertInto('connections')
    .values([connection('confluence'), connection('notion')])
    .execute();
  await db
    .insertInto('scopes')
    .values([scope('confluence', 'STRAT', 'Strategy'), scope('notion', 'okrs', 'OKRs 2026-Q4')])
    .execute();
}

function connection(tool: 'confluence' | 'notion') {
  return {
    id: tool,
    tool,
    name: tool,
    base_url: `https://${tool}.example`,
    state: 'active',
    credentials: null,
  } as const;
}

function scope(connectionId: string, externalId: string, name: string) {
  const id = `${connectionId}.${externalId}`;
  const flags = { is_selected: true, is_archived: false, is_private: false } as const;
  return { id, connection_id: connectionId, external_id: externalId, key: null, name, url: null, kind: null, ...flags };
}

/** A Confluence page with these lines: `# heading`, `- item`, else a paragraph. */
export function page(externalId: string, title: string, lines: readonly string[]): DocumentRecord {
  return {
    type: 'document',
    externalId,
    scopeExternalId: 'STRAT',
    title,
    url: `https://confluence.example/wiki/spaces/STRAT/pages/${externalId}`,
    version: null,
    updatedAt: null,
    isTrashed: false,
    labels: [],
    properties: [],
    blocks: lines.map(blockOf),
  };
}

function blockOf(line: string): Block {
  const [, marks, heading] = /^(#+) (.*)$/.exec(line) ?? [];
  if (marks !== undefined && heading !== undefined) return { type: 'heading', level: marks.length, text: heading };
  return line.startsWith('- ') ? { type: 'item', depth: 0, text: line.slice(2) } : { type: 'paragraph', text: line };
}

/** A row of the Notion data source. */
export function row(externalId: string, title: string, cells: Readonly<Record<string, string>>): DocumentRecord {
  return {
    ...page(externalId, title, []),
    scopeExternalId: 'okrs',
    url: `https://www.notion.so/${externalId}`,
    properties: Object.entries(cells).map(([name, value]) => ({ name, value, number: null })),
  };
}

/** As a sync does it: documents and what follows from them in one transaction. */
export async function readPages(
  db: Database,
  connectionId: 'confluence' | 'notion',
  records: readonly DocumentRecord[],
  at = AT,
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const ids = await upsertDocuments(tx, connectionId, null, records, new Date(at));
    await refreshProposals(tx, connectionId, ids, new Date(at));
  });
}

/** They are not given any more. */
export async function losePages(db: Database, connectionId: 'confluence' | 'notion', externalIds: readonly string[]) {
  const ids = externalIds.map((id) => `${connectionId}.${id}`);
  const at = new Date(AT + 60_000);
  await db.transaction().execute(async (tx) => {
    await noteUnreadable(tx, ids, at);
    await refreshProposals(tx, connectionId, ids, at);
  });
}
