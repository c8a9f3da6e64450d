import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useRef } from 'react';
import type { ProposalDetail } from '../../api/schemas/proposals.ts';
import { ApiProblem } from '../api.ts';
import { ProposalColumns } from '../components/proposal-columns.tsx';
import { LastDecision } from '../components/proposal-decision.tsx';
import { ProposalReview } from '../components/proposal-review.tsx';
import { Empty, Fault, PageSkeleton } from '../components/states.tsx';
import { TimeAgo } from '../components/time-ago.tsx';
import { useTitle } from '../hooks/use-title.ts';
import { proposalQuery } from '../queries.ts';
import { sayFrom } from './proposals.tsx';

const route = getRouteApi('/signed-in/proposals/$proposalId');

/** What one page would change, and a person's word on it. */
export function ProposalPage() {
  const { proposalId } = route.useParams();
  const proposal = useQuery(proposalQuery(proposalId));
  useTitle(proposal.data ? `Proposal: ${proposal.data.title}` : 'Proposal');
  if (proposal.data) return <ProposalView proposal={proposal.data} />;
  if (proposal.isPending) return <PageSkeleton />;
  if (proposal.error instanceof ApiProblem && proposal.error.status === 404)
    return (
      <Empty isPage title="There is no such proposal">
        <p>
          The page may state no goals any more, or you may not see it. See <Link to="/proposals">all proposals</Link>.
        </p>
      </Empty>
    );
  return (
    <Fault
      isPage
      error={proposal.error}
      what="The proposal could not be read"
      onRetry={() => void proposal.refetch()}
    />
  );
}

function ProposalView({ proposal }: { proposal: ProposalDetail }) {
  const first = useRef(proposal.seenHash);
  return (
    <div data-page>
      <header>
        <p className="small soft">
          <Link to="/proposals">Proposals</Link> · {sayFrom(proposal)} ·{' '}
          {proposal.page === 'readable' ? 'changed' : 'last read'} <TimeAgo at={proposal.changedAt} />
        </p>
        <h1>{proposal.title}</h1>
        <p className="soft">
          {sayProposal(proposal)}{' '}
          {proposal.url && (
            <a href={proposal.url} target="_blank" rel="noopener noreferrer">
              Open the page
            </a>
          )}
        </p>
      </header>
      {proposal.page !== 'readable' && <GoneNote page={proposal.page} />}
      <LastDecision proposal={proposal} />
      <p role="status" className="small" hidden={first.current === proposal.seenHash}>
        The page or the goals changed while you looked: this is how they stand now.
      </p>
      {/* Choices belong to what was looked at. */}
      <ProposalReview key={proposal.seenHash} proposal={proposal} />
      {proposal.dataSource && <ProposalColumns dataSource={proposal.dataSource} />}
    </div>
  );
}

function sayProposal({ added, changed, missing, page, items }: ProposalDetail): string {
  if (page !== 'readable') return 'Nothing is proposed while it cannot be read.';
  if (items.length === 0) return 'It states no goals, as it is read now.';
  const parts = [
    added > 0 ? `${added} to add` : null,
    changed > 0 ? `${changed} changed` : null,
    missing > 0 ? `${missing} no longer stated` : null,
  ].filter((part) => part !== null);
  return parts.length === 0 ? 'Everything it states stands as accepted.' : `Against our goals: ${parts.join(', ')}.`;
}

function GoneNote({ page }: { page: ProposalDetail['page'] }) {
  return (
    <Empty title={page === 'trashed' ? 'The page is in the trash' : 'The page cannot be read any more'}>
      <p>
        {page === 'trashed'
          ? 'It may come back.'
          : 'It may have been deleted, restricted, or no longer be shared with Plumbline; nobody can tell which.'}{' '}
        Goals that were accepted from it stay as they are, and nothing is proposed for closing.
      </p>
    </Empty>
  );
}
