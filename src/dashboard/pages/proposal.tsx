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
import { proposalsTexts, proposalTexts as texts } from '../texts/en/proposals.tsx';
import { sayFrom } from './proposals.tsx';

const route = getRouteApi('/signed-in/proposals/$proposalId');

/** What one page would change, and a person's word on it. */
export function ProposalPage() {
  const { proposalId } = route.useParams();
  const proposal = useQuery(proposalQuery(proposalId));
  useTitle(proposal.data ? texts.titleOf(proposal.data.title) : texts.title);
  if (proposal.data) return <ProposalView proposal={proposal.data} />;
  if (proposal.isPending) return <PageSkeleton />;
  if (proposal.error instanceof ApiProblem && proposal.error.status === 404)
    return (
      <Empty isPage title={texts.none}>
        <p>
          {texts.noneWhy((text) => (
            <Link to="/proposals">{text}</Link>
          ))}
        </p>
      </Empty>
    );
  return <Fault isPage error={proposal.error} what={texts.notRead} onRetry={() => void proposal.refetch()} />;
}

function ProposalView({ proposal }: { proposal: ProposalDetail }) {
  const first = useRef(proposal.seenHash);
  return (
    <div data-page>
      <header>
        <p className="small soft">
          <Link to="/proposals">{proposalsTexts.title}</Link> · {sayFrom(proposal)} ·{' '}
          {proposal.page === 'readable' ? proposalsTexts.changed : proposalsTexts.lastRead}{' '}
          <TimeAgo at={proposal.changedAt} />
        </p>
        <h1>{proposal.title}</h1>
        <p className="soft">
          {sayProposal(proposal)}{' '}
          {proposal.url && (
            <a href={proposal.url} target="_blank" rel="noopener noreferrer">
              {texts.openPage}
            </a>
          )}
        </p>
      </header>
      {proposal.page !== 'readable' && <GoneNote page={proposal.page} />}
      <LastDecision proposal={proposal} />
      <p role="status" className="small" hidden={first.current === proposal.seenHash}>
        {texts.changedMeanwhile}
      </p>
      {/* Choices belong to what was looked at. */}
      <ProposalReview key={proposal.seenHash} proposal={proposal} />
      {proposal.dataSource && <ProposalColumns dataSource={proposal.dataSource} />}
    </div>
  );
}

function sayProposal({ added, changed, missing, page, items }: ProposalDetail): string {
  if (page !== 'readable') return texts.notReadable;
  if (items.length === 0) return texts.noGoals;
  const parts = [
    added > 0 ? proposalsTexts.toAdd(added) : null,
    changed > 0 ? proposalsTexts.toChange(changed) : null,
    missing > 0 ? proposalsTexts.missing(missing) : null,
  ].filter((part) => part !== null);
  return parts.length === 0 ? texts.allAccepted : texts.against(parts.join(', '));
}

function GoneNote({ page }: { page: ProposalDetail['page'] }) {
  return (
    <Empty title={page === 'trashed' ? texts.trashed : texts.gone}>
      <p>
        {page === 'trashed' ? texts.mayComeBack : texts.nobodyCanTell} {texts.goalsStay}
      </p>
    </Empty>
  );
}
