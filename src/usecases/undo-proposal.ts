import { PROPOSAL_FIELD_WORDS } from '../domain/proposal-diff-fields.ts';
import type { DecisionRecord, DoneStep } from '../domain/proposal-record.ts';
import { inTransaction, type Tx } from '../store/database.ts';
import { setGoalClosed } from '../store/imports.ts';
import { notifyChange } from '../store/notify.ts';
import { lastDecision, noteUndone } from '../store/proposal-decisions.ts';
import { deleteGoal, removeGoalUrl, revertGoalField, whatHangsOn } from '../store/proposal-goals.ts';
import { restoreSources, type StoredSource, setProposalState } from '../store/proposals.ts';
import { holdContextAlone, markAllStale } from '../store/stale.ts';
import { type DecideProposalDeps, type Decider, requireDecider } from './decide-proposal.ts';
import { UseCaseError } from './errors.ts';
import { lookAtProposal } from './look-at-proposal.ts';
import { settleGoals } from './settle-goals.ts';
import { stateOf } from './store-reading.ts';

/** What could not be as before, and why. */
export interface Kept {
  readonly key: string;
  readonly because: string;
}

/**
 * Takes the last decision on a proposal back. Goals it added go where nothing hangs on them; where tasks were found to name one, it is
 * closed, since history keeps them; where people built on it, it stays. What was changed again since stays as it is now.
 *
 * @throws UseCaseError `not-the-last` where it was taken back before, or another followed it.
 */
export async function undoProposalDecision(
  deps: DecideProposalDeps,
  { proposalId, decisionId }: { readonly proposalId: string; readonly decisionId: number },
  by: Decider,
): Promise<{ readonly kept: Kept[] }> {
  requireDecider(by);
  const at = new Date(deps.now());
  const kept = await inTransaction(deps.db, async (tx) => {
    await holdContextAlone(tx);
    const { last, proposal, ground } = await lookAtProposal(tx, proposalId, deps.now(), { forUpdate: true });
    if (last?.id !== decisionId)
      throw new UseCaseError('not-the-last', 'It was taken back already, or somebody decided again since.');
    const record = last.items as DecisionRecord<StoredSource>;
    await noteUndone(tx, decisionId, at);
    const found = await takeBack(tx, record, { proposalId, today: ground.today, keyIds: idsByKey(ground.goals) });
    if (last.says === 'accepted') await restoreSources(tx, proposalId, record.sourcesBefore);
    const decidedHash = (await lastDecision(tx, proposalId))?.goals_hash ?? null;
    const { items } = await lookAtProposal(tx, proposalId, deps.now());
    const state = await stateOf(tx, { id: proposalId, goalsHash: proposal.goals_hash, decidedHash }, items);
    await setProposalState(tx, proposalId, { state, decidedHash });
    await settleGoals(tx, { by, through: 'proposal' }, at);
    if (record.done.length > 0) await markAllStale(tx, at);
    await notifyChange(tx, { type: 'proposals-changed' });
    return found;
  });
  await deps.onStale();
  return { kept };
}

function idsByKey(goals: readonly { readonly id: string; readonly key: string }[]): Map<string, string> {
  return new Map(goals.map((goal) => [goal.key.toLowerCase(), goal.id]));
}

interface Back {
  readonly proposalId: string;
  readonly today: string;
  readonly keyIds: ReadonlyMap<string, string>;
}

async function takeBack(tx: Tx, { done }: DecisionRecord, back: Back): Promise<Kept[]> {
  const kept: Kept[] = [];
  for (const step of done) {
    if (step.do === 'close') await setGoalClosed(tx, step.key, null);
    if (step.url !== null) await removeGoalUrl(tx, step.goalId, step.url);
    if (step.do !== 'add') kept.push(...(await revert(tx, step, back)));
  }
  // Key results first: an objective that nothing stands under any more can go too.
  for (const step of done.filter((one) => one.do === 'add').reverse())
    kept.push(...(await removeAdded(tx, step, back)));
  return kept;
}

async function revert(tx: Tx, { goalId, key, fields }: DoneStep, { keyIds }: Back): Promise<Kept[]> {
  const kept: Kept[] = [];
  const idOf = (value: string | number | null) =>
    typeof value === 'string' ? (keyIds.get(value.toLowerCase()) ?? null) : null;
  for (const { name, ours, stated } of fields) {
    const isParent = name === 'parent';
    const isBack = await revertGoalField(tx, goalId, {
      name,
      from: isParent ? idOf(stated) : stated,
      to: isParent ? idOf(ours) : ours,
    });
    if (!isBack) kept.push({ key, because: `its ${PROPOSAL_FIELD_WORDS[name]} was changed again since` });
  }
  return kept;
}

async function removeAdded(tx: Tx, { goalId, key }: DoneStep, { proposalId, today }: Back): Promise<Kept[]> {
  const { isUsed, isLinked } = await whatHangsOn(tx, goalId, proposalId);
  if (isUsed) return [{ key, because: 'other goals, rules or people’s decisions hang on it by now' }];
  if (isLinked) {
    await setGoalClosed(tx, key, today);
    return [{ key, because: 'tasks were found to serve it; it is closed instead' }];
  }
  await deleteGoal(tx, goalId);
  return [];
}
