import { Button, NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ProposalDetail } from '../../api/schemas/proposals.ts';
import { useDecideProposal } from '../hooks/use-decide-proposal.tsx';
import { cyclesQuery, goalsQuery, teamsQuery } from '../queries.ts';
import { proposalBarTexts as texts } from '../texts/en/proposals.tsx';
import { type Chosen, choiceBodies, isOffered } from './proposal-choices.ts';
import classes from './proposal-review.module.css';

const OWNERS_TEAM = '(owner)';

/** Where new goals go, and the one button that takes over what is chosen. */
export function ProposalBar(props: { proposal: ProposalDetail; choices: ReadonlyMap<string, Chosen> }) {
  const { proposal, choices } = props;
  const [cycle, setCycle] = useState(proposal.cycle?.id ?? '');
  const [team, setTeam] = useState(OWNERS_TEAM);
  const goals = useQuery(goalsQuery()).data?.items ?? [];
  const visions = goals.filter((goal) => goal.kind === 'vision');
  const [parentKey, setParentKey] = useState<string>();
  const parent = parentKey ?? visions[0]?.key ?? '';
  const decide = useDecideProposal(proposal);
  const items = choiceBodies(proposal.items, choices);
  const isAdding = items.some((item) => item.do === 'add');
  if (!proposal.items.some(isOffered)) return null;
  const accept = () =>
    decide.mutate({
      says: 'accepted',
      seenHash: proposal.seenHash,
      items,
      cycle: cycle || null,
      ...(team === OWNERS_TEAM ? {} : { team: team || null }),
      parentKey: parent || null,
    });
  return (
    <section className={classes.bar} aria-label={texts.decide}>
      {isAdding && (
        <div className={classes.selects}>
          <CycleSelect value={cycle} onChange={setCycle} />
          <TeamSelect value={team} onChange={setTeam} />
          <NativeSelect
            label={texts.under}
            value={parent}
            data={[
              { value: '', label: texts.nothing },
              ...visions.map((goal) => ({ value: goal.key, label: goal.title })),
            ]}
            onChange={(event) => setParentKey(event.currentTarget.value)}
          />
        </div>
      )}
      <div className={classes.buttons}>
        <Button variant="filled" loading={decide.isPending} disabled={items.length === 0} onClick={accept}>
          {items.length === 0 ? texts.nothingChosen : texts.accept(items.length)}
        </Button>
        <Button
          variant="subtle"
          disabled={decide.isPending}
          onClick={() => decide.mutate({ says: 'dismissed', seenHash: proposal.seenHash })}
        >
          {proposal.lastDecision ? texts.leave : texts.notGoals}
        </Button>
      </div>
    </section>
  );
}

interface SelectProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function CycleSelect({ value, onChange }: SelectProps) {
  const cycles = useQuery(cyclesQuery).data?.items ?? [];
  return (
    <NativeSelect
      label={texts.cycle}
      value={value}
      data={[{ value: '', label: texts.noCycle }, ...cycles.map(({ id, name }) => ({ value: id, label: name }))]}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

function TeamSelect({ value, onChange }: SelectProps) {
  const teams = useQuery(teamsQuery).data?.items ?? [];
  return (
    <NativeSelect
      label={texts.team}
      value={value}
      data={[
        { value: OWNERS_TEAM, label: texts.ownersTeam },
        { value: '', label: texts.noTeam },
        ...teams.map(({ id, name }) => ({ value: id, label: name })),
      ]}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
