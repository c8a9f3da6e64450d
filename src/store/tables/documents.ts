import type { GeneratedAlways } from 'kysely';
import type { Block, DocumentProperty } from '../../domain/document.ts';
import type { ProposedGoal } from '../../domain/proposal.ts';
import type { Instant, Json, OptionalInstant } from './column.ts';

// Wiki pages, and the goals they state.

/** A wiki page, or a row of a data source, as it is now. */
export interface DocumentTable {
  /** `<connection>.<wiki's id>`. */
  id: string;
  connection_id: string;
  scope_id: string | null;
  external_id: string;
  title: string;
  url: string | null;
  version: number | null;
  tool_updated_at: OptionalInstant;
  is_trashed: boolean;
  labels: string[];
  properties: Json<DocumentProperty[]>;
  blocks: Json<Block[]>;
  /** Of everything above; an equal one changes nothing. */
  content_hash: string;
  /** Since when it is not given any more: deleted, restricted or not shared, nobody knows which. What it stated stays. */
  unreadable_at: OptionalInstant;
  read_at: Instant;
}

/** A link or a mention in a document, and the headings it stands under, outermost first. */
export interface DocumentReferenceTable {
  document_id: string;
  position: number;
  /** In the one spelling of `canonicalUrl`. */
  url: string | null;
  /** Upper case. */
  task_key: string | null;
  title: string | null;
  path: string[];
}

/** Goals read from one page, one data source (all its rows), or from a tool's own goals (neither is set). */
export interface ProposalTable {
  id: string;
  connection_id: string;
  document_id: string | null;
  scope_id: string | null;
  title: string;
  url: string | null;
  /** As read last. */
  goals: Json<ProposedGoal[]>;
  goals_hash: string;
  /** open: what is read now was not decided on yet. */
  state: 'open' | 'settled' | 'dismissed';
  found_at: Instant;
  /** When what it states changed last. */
  changed_at: Instant;
  /** Of the reading a person last decided on. */
  decided_hash: string | null;
}

/** History: who accepted or dismissed what. */
export interface ProposalDecisionTable {
  id: GeneratedAlways<number>;
  proposal_id: string;
  says: 'accepted' | 'dismissed';
  goals_hash: string;
  /** What was done: keys of goals added, changed, closed. */
  items: Json<unknown>;
  by_person_id: string | null;
  by_name: string;
  at: Instant;
  /** Since when it was taken back. */
  undone_at: OptionalInstant;
}
