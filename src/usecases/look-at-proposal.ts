import { hash } from 'node:crypto';
import { diffProposal, type ProposalItem } from '../domain/proposal-diff.ts';
import type { Database, Tx } from '../store/database.ts';
import { lastDecision, type StoredDecision } from '../store/proposal-decisions.ts';
import { type PageState, readPageState } from '../store/proposal-pages.ts';
import { findProposal, type StoredProposal } from '../store/proposals.ts';
import { UseCaseError } from './errors.ts';
import { type ProposalGround, readGround } from './proposal-ground.ts';

/** A proposal as a person looks at it now. */
export interface Look {
  readonly proposal: StoredProposal;
  readonly page: PageState;
  readonly ground: ProposalGround;
  readonly items: readonly ProposalItem[];
  readonly last: StoredDecision | null;
  /** Of everything that is shown. Another one: the page, our goals or somebody's decision moved meanwhile. */
  readonly seenHash: string;
}

/** @throws UseCaseError `no-such-proposal` */
export async function lookAtProposal(
  db: Database | Tx,
  id: string,
  now: number,
  options: { readonly forUpdate?: boolean } = {},
): Promise<Look> {
  const proposal = await findProposal(db, id, options);
  if (!proposal) throw new UseCaseError('no-such-proposal', `There is no proposal ${id}.`, { isNotFound: true });
  const ground = await readGround(db, proposal, now);
  const items = diffProposal(proposal.goals, ground);
  const last = await lastDecision(db, id);
  const page = await readPageState(db, proposal);
  const seen = [proposal.goals_hash, proposal.state, page, last?.id ?? null, items];
  return { proposal, page, ground, items, last, seenHash: hash('sha256', JSON.stringify(seen)) };
}
