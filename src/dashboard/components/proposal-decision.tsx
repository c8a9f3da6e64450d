import { Button } from '@mantine/core';
import type { ProposalDetail } from '../../api/schemas/proposals.ts';
import { useUndoProposal } from '../hooks/use-decide-proposal.tsx';
import { proposalDecisionTexts as texts } from '../texts/en/proposals.tsx';
import classes from './proposal-review.module.css';
import { TimeAgo } from './time-ago.tsx';

/** Who decided on it last, what that did, and the way back. */
export function LastDecision({ proposal }: { proposal: ProposalDetail }) {
  const undo = useUndoProposal(proposal);
  const { lastDecision } = proposal;
  if (!lastDecision) return null;
  return (
    <div className={classes.last}>
      <p>
        {lastDecision.byName} {sayDone(lastDecision)} <TimeAgo at={lastDecision.at} />.
      </p>
      <Button size="compact-sm" loading={undo.isPending} onClick={() => undo.mutate(lastDecision.id)}>
        {texts.takeBack}
      </Button>
    </div>
  );
}

function sayDone({ says, done }: NonNullable<ProposalDetail['lastDecision']>): string {
  if (says === 'dismissed') return texts.tookNothing;
  const parts = Object.entries(texts.did).flatMap(([does, word]) => {
    const keys = done.filter((step) => step.do === does).map(({ key }) => key);
    if (keys.length === 0) return [];
    const named = keys.slice(0, 3).join(', ');
    return [`${word} ${keys.length > 3 ? texts.more(named, keys.length - 3) : named}`];
  });
  return parts.length === 0 ? texts.lookedOnly : parts.join(', ');
}
