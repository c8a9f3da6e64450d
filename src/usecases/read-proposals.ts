import type { Goal } from '../domain/goal.ts';
import type { Viewer } from '../domain/person.ts';
import { guessColumns } from '../domain/proposal-columns.ts';
import { diffProposal, type ProposalItem } from '../domain/proposal-diff.ts';
import type { FieldDifference } from '../domain/proposal-diff-fields.ts';
import type { DecisionRecord } from '../domain/proposal-record.ts';
import type { Database } from '../store/database.ts';
import { lastDecision, type StoredDecision } from '../store/proposal-decisions.ts';
import { listRemovedSources, type RemovedSource } from '../store/removed-goal-sources.ts';
import { listHiddenScopeIds } from '../store/scopes.ts';
import { findDataSource, listColumnNames } from '../store/stating-documents.ts';
import {
  countProposals,
  findProposalRow,
  listGoalSources,
  listProposals,
  type ProposalRow,
  type ProposalShelf,
} from '../store/views/proposals.ts';
import { mayDecideProposals } from './decide-proposal.ts';
import { UseCaseError } from './errors.ts';
import { safeUrl } from './list-tasks.ts';
import { lookAtProposal } from './look-at-proposal.ts';
import { readGround, readShelf } from './proposal-ground.ts';
import type { ViewDeps } from './read-alignment.ts';

export interface ProposalsQuery {
  readonly state: ProposalShelf;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

/** What pages propose, those that changed last first. */
export async function readProposals(deps: ViewDeps, viewer: Viewer, query: ProposalsQuery) {
  const hidden = await listHiddenScopeIds(deps.db, viewer);
  const found = await listProposals(deps.db, hidden, { ...query, shelf: query.state });
  const shelf = await readShelf(deps.db, deps.now());
  const items = [];
  for (const row of found.rows) {
    const ground = await readGround(deps.db, row, deps.now(), shelf);
    items.push(summaryOf(row, diffProposal(row.goals, ground), await lastDecision(deps.db, row.id)));
  }
  return { items, nextCursor: found.nextCursor, counts: await countProposals(deps.db, hidden) };
}

/** One with everything it would do. @throws UseCaseError `no-such-proposal` */
export async function readProposal(deps: ViewDeps, viewer: Viewer, id: string) {
  const row = await requireProposal(deps.db, viewer, id);
  const { items, last, seenHash, ground } = await lookAtProposal(deps.db, id, deps.now());
  const left = new Set(last ? (last.items as DecisionRecord).left : []);
  return {
    ...summaryOf(row, items, last),
    seenHash,
    cycle: ground.cycle ? { id: ground.cycle.id, name: ground.cycle.name } : null,
    items: items.map((item) => itemView(item, { row, left, people: ground.people, goals: ground.goals })),
    dataSource: row.scope_id === null ? null : await columnsOf(deps.db, row.scope_id),
  };
}

/** @throws UseCaseError `no-such-proposal` also where it is not for this viewer. */
export async function requireProposal(db: Database, viewer: Viewer, id: string): Promise<ProposalRow> {
  const row = await findProposalRow(db, await listHiddenScopeIds(db, viewer), id);
  if (!row) throw new UseCaseError('no-such-proposal', `There is no proposal ${id}.`, { isNotFound: true });
  return row;
}

/** Where a goal is written. Pages of a private scope are not named to those who are not named for it. */
export async function readGoalSources(db: Database, viewer: Viewer, goalId: string) {
  const hidden = await listHiddenScopeIds(db, viewer);
  const sources = (await listGoalSources(db, goalId)).map((row) => {
    const isHidden = row.scopeId !== null && hidden.has(row.scopeId);
    return {
      title: isHidden ? null : row.title,
      url: isHidden ? null : safeUrl(row.url),
      tool: row.tool,
      path: isHidden ? [] : [...row.path],
      page: row.page,
      isMissing: row.isMissing,
      isChanged: row.isOpen,
      proposalId: !isHidden && mayDecideProposals(viewer) ? row.proposalId : null,
      removedFrom: null,
    };
  });
  return [...sources, ...(await listRemovedSources(db, goalId)).map(removedView)];
}

function removedView({ title, url, tool, path, connection_name: removedFrom }: RemovedSource) {
  const nothing = { isMissing: false, isChanged: false, proposalId: null };
  return { title, url: safeUrl(url), tool, path, page: 'unreadable' as const, ...nothing, removedFrom };
}

function summaryOf(row: ProposalRow, items: readonly ProposalItem[], last: StoredDecision | null) {
  const count = (is: ProposalItem['is']) => items.filter((item) => item.is === is).length;
  return {
    id: row.id,
    from: row.document_id ? ('page' as const) : row.scope_id ? ('data-source' as const) : ('tool-goals' as const),
    tool: row.tool,
    connection: { id: row.connection_id, name: row.connection_name },
    title: row.title,
    url: safeUrl(row.url),
    page: row.page,
    state: row.state,
    foundAt: row.found_at.toISOString(),
    changedAt: row.changed_at.toISOString(),
    goals: row.goals.length,
    added: count('added'),
    changed: count('changed'),
    missing: count('missing'),
    lastDecision: last ? decisionView(last) : null,
  };
}

function decisionView(decision: StoredDecision) {
  const { done } = decision.items as DecisionRecord;
  return {
    id: decision.id,
    says: decision.says,
    byName: decision.by_name,
    at: decision.at.toISOString(),
    done: done.map(({ do: does, key }) => ({ do: does, key })),
  };
}

interface Beside {
  readonly row: ProposalRow;
  /** Offered before, and left. */
  readonly left: ReadonlySet<string>;
  readonly people: readonly { readonly id: string; readonly name: string }[];
  readonly goals: readonly Goal[];
}

function itemView(item: ProposalItem, beside: Beside) {
  const stated = item.index === null ? undefined : beside.row.goals[item.index];
  const ours = beside.goals.find(({ id }) => id === item.goalId);
  const measured = stated ?? ours;
  return {
    id: item.id,
    is: item.is,
    isLink: item.isLink,
    isBlocked: item.isBlocked,
    isChosen: isChosen(item, beside),
    kind: item.kind,
    key: item.key,
    title: stated?.title ?? item.title,
    parentKey: item.parentKey,
    from: measured?.from ?? null,
    to: measured?.to ?? null,
    unit: measured?.unit ?? null,
    by: measured?.by ?? null,
    owner: stated?.owner ?? null,
    path: [...(stated?.place.path ?? [])],
    fields: item.fields.map((field) => fieldView(field, beside.people)),
    notes: [...item.notes],
  };
}

/** What nobody could mind: nothing that was left before, nothing that overwrites a person's word, nothing that closes. */
function isChosen(item: ProposalItem, { left, row }: Beside): boolean {
  if (item.isBlocked || left.has(item.id) || row.page !== 'readable') return false;
  const codes = item.notes.map(({ code }) => code);
  if (item.is === 'added') return !codes.includes('no-objective');
  if (item.is !== 'changed' || codes.includes('elsewhere')) return false;
  return item.isLink || item.fields.some(({ isConflict }) => !isConflict);
}

function fieldView({ name, ours, stated, isConflict }: FieldDifference, people: Beside['people']) {
  const say = (value: FieldDifference['ours']) => {
    if (value === null) return null;
    return name === 'owner' ? (people.find(({ id }) => id === value)?.name ?? null) : String(value);
  };
  return { name, ours: say(ours), stated: say(stated), isConflict };
}

async function columnsOf(db: Database, scopeId: string) {
  const names = await listColumnNames(db, scopeId);
  const saved = (await findDataSource(db, scopeId))?.columns ?? null;
  return { scopeId, columnNames: names, columns: saved ?? guessColumns(names), isGuessed: saved === null };
}
