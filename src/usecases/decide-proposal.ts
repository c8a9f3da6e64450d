import type { ChangeEvent } from '../domain/change-event.ts';
import type { Person, Viewer } from '../domain/person.ts';
import { type PlannedStep, type ProposalChoice, planChoices } from '../domain/proposal-choice.ts';
import type { DecisionRecord } from '../domain/proposal-record.ts';
import { type Database, inTransaction, type Tx } from '../store/database.ts';
import { setGoalClosed } from '../store/imports.ts';
import { notifyChange } from '../store/notify.ts';
import { insertDecision } from '../store/proposal-decisions.ts';
import { listSources, type StoredSource, setProposalState } from '../store/proposals.ts';
import { holdContextAlone, markAllStale } from '../store/stale.ts';
import { UseCaseError } from './errors.ts';
import { type Look, lookAtProposal } from './look-at-proposal.ts';
import { settleGoals } from './settle-goals.ts';
import { writeSources } from './write-goal-sources.ts';
import { type AcceptedAs, writePlannedGoals } from './write-planned-goals.ts';

export interface DecideProposalDeps {
  readonly db: Database;
  readonly now: () => number;
  readonly onStale: () => Promise<void>;
}

export interface Acceptance extends AcceptedAs {
  readonly proposalId: string;
  /** Of what was looked at. */
  readonly seenHash: string;
  readonly items: readonly ProposalChoice[];
  /** What goals stand under whose page names nothing above them. */
  readonly parentKey: string | null;
}

export type Decider = Pick<Person, 'id' | 'name' | 'role'> | (Pick<Person, 'name' | 'role'> & { readonly id: null });

export interface Decided {
  readonly decisionId: number;
  readonly added: number;
  readonly changed: number;
  readonly linked: number;
  readonly closed: number;
}

/** Owners and leaders: strategy is theirs to state. */
export function mayDecideProposals({ role }: Pick<Viewer, 'role'>): boolean {
  return role === 'owner' || role === 'leader';
}

/**
 * Takes over what a person chose of a proposal, all of it or nothing. What was not chosen is left as it is, and is not asked again
 * before the page states something else.
 *
 * @throws UseCaseError `seen-changed` where the page, our goals or somebody's decision moved since it was looked at; `page-gone`;
 * `leaders-only`; or what cannot be done with a choice.
 */
export async function acceptProposal(deps: DecideProposalDeps, wanted: Acceptance, by: Decider): Promise<Decided> {
  const at = new Date(deps.now());
  const decided = await decide(deps, wanted, by, async (tx, look) => {
    if (look.page !== 'readable') {
      throw new UseCaseError('page-gone', 'The page cannot be read now, so nothing is taken over from it.');
    }
    const plan = planChoices(look.items, wanted.items, wanted.parentKey, look.ground.goals);
    if ('fault' in plan) throw new UseCaseError(plan.fault.code, plan.fault.message);
    const sourcesBefore = await listSources(tx, look.proposal.id);
    const ids = await writePlannedGoals(tx, plan.steps, look, wanted, at);
    for (const { do: does, item } of plan.steps)
      if (does === 'close') await setGoalClosed(tx, item.key, look.ground.today);
    const urls = await writeSources(tx, look, plan.steps, ids);
    await markAllStale(tx, at);
    const record = recordOf(look, plan.steps, { ids, urls, sourcesBefore });
    const decisionId = await keep(tx, look, 'accepted', record, by, at);
    const count = (does: ProposalChoice['do']) => plan.steps.filter((step) => step.do === does).length;
    return {
      decisionId,
      added: count('add'),
      changed: count('change'),
      linked: count('link'),
      closed: count('close'),
    };
  });
  await deps.onStale();
  return decided;
}

/** No goals are taken from this page. It stays so until it states something else. @throws as `acceptProposal` */
export async function dismissProposal(
  deps: DecideProposalDeps,
  wanted: Pick<Acceptance, 'proposalId' | 'seenHash'>,
  by: Decider,
): Promise<Decided> {
  return decide(deps, wanted, by, async (tx, look) => {
    const record = { done: [], left: look.items.map(({ id }) => id), sourcesBefore: [] };
    const decisionId = await keep(tx, look, 'dismissed', record, by, new Date(deps.now()));
    return { decisionId, added: 0, changed: 0, linked: 0, closed: 0 };
  });
}

async function decide(
  deps: DecideProposalDeps,
  { proposalId, seenHash }: Pick<Acceptance, 'proposalId' | 'seenHash'>,
  by: Decider,
  work: (tx: Tx, look: Look) => Promise<Decided>,
): Promise<Decided> {
  requireDecider(by);
  return inTransaction(deps.db, async (tx) => {
    // Before any row: whoever writes goals or documents takes it first, so that nobody waits in a ring.
    await holdContextAlone(tx);
    const look = await lookAtProposal(tx, proposalId, deps.now(), { forUpdate: true });
    if (look.seenHash !== seenHash) throw new UseCaseError('seen-changed', changedSentence(look));
    const decided = await work(tx, look);
    await settleGoals(tx, { by, through: 'proposal' }, new Date(deps.now()));
    await notifyChange(tx, { type: 'proposals-changed' } satisfies ChangeEvent);
    return decided;
  });
}

export function requireDecider(by: Pick<Person, 'role'>): void {
  if (!mayDecideProposals(by)) throw new UseCaseError('leaders-only', 'Only owners and leaders decide on goals.');
}

function changedSentence({ last }: Look): string {
  const who = last ? ` ${last.by_name} decided on it last.` : '';
  return `The page or the goals changed since you looked; nothing was taken over.${who} Look again.`;
}

interface Written {
  /** The goal of each item, by the item's id. */
  readonly ids: ReadonlyMap<string, string>;
  readonly urls: ReadonlyMap<string, string>;
  readonly sourcesBefore: readonly StoredSource[];
}

function recordOf(look: Look, steps: readonly PlannedStep[], written: Written): DecisionRecord<StoredSource> {
  const chosen = new Set(steps.map(({ item }) => item.id));
  const offered = look.items.filter((item) => item.is !== 'same' && !item.isBlocked);
  return {
    done: steps.map(({ do: does, item, goal, fields }) => ({
      do: does,
      goalId: written.ids.get(item.id) ?? goal?.id ?? '',
      key: goal?.key ?? item.key,
      fields: fields.map(({ name, ours, stated }) => ({ name, ours, stated })),
      url: written.urls.get(item.id) ?? null,
    })),
    left: offered.flatMap(({ id }) => (chosen.has(id) ? [] : [id])),
    sourcesBefore: written.sourcesBefore,
  };
}

async function keep(
  tx: Tx,
  { proposal }: Look,
  says: 'accepted' | 'dismissed',
  items: DecisionRecord<StoredSource>,
  by: Decider,
  at: Date,
): Promise<number> {
  const goalsHash = proposal.goals_hash;
  const state = says === 'accepted' ? 'settled' : 'dismissed';
  await setProposalState(tx, proposal.id, { state, decidedHash: goalsHash });
  return insertDecision(tx, { proposalId: proposal.id, says, goalsHash, items, by }, at);
}
