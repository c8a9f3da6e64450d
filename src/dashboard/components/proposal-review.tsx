import { Button } from '@mantine/core';
import { useState } from 'react';
import type { ProposalDetail, ProposalItemAnswer } from '../../api/schemas/proposals.ts';
import { proposalTexts as texts } from '../texts/en/proposals.tsx';
import { Line } from './plumb-parts.tsx';
import { ProposalBar } from './proposal-bar.tsx';
import { type Chosen, firstChoices, isOffered } from './proposal-choices.ts';
import { MissingItem, ProposalKnot } from './proposal-item.tsx';
import classes from './proposal-review.module.css';

type Choices = ReadonlyMap<string, Chosen>;

/** The line from each objective to its key results as it would stand, each with its check box; what left the page after it. */
export function ProposalReview({ proposal }: { proposal: ProposalDetail }) {
  const [choices, setChoices] = useState<Choices>(() => firstChoices(proposal.items));
  const offered = proposal.items.filter(isOffered);
  const isReadable = proposal.page === 'readable';
  const change = (id: string, chosen: Chosen) => setChoices((current) => new Map(current).set(id, chosen));
  const setAll = (isOn: boolean) =>
    setChoices((current) => new Map([...current].map(([id, one]) => [id, { ...one, isOn: isOn && one.isLeaning }])));
  const shared = { choices, change, isEditable: isReadable };
  const missing = proposal.items.filter(({ is }) => is === 'missing');
  return (
    <>
      {offered.length > 1 && isReadable && (
        <div className={classes.all}>
          <Button onClick={() => setAll(true)}>{texts.chooseSafe}</Button>
          <Button variant="subtle" onClick={() => setAll(false)}>
            {texts.chooseNone}
          </Button>
        </div>
      )}
      {groupsOf(proposal.items).map((group) => (
        <Group key={group[0]?.id} group={group} {...shared} />
      ))}
      {missing.length > 0 && (
        <section>
          <h2>{texts.noLongerStated}</h2>
          <p className="small soft measure">{texts.stayOpen(missing.length)}</p>
          <ul className={`plain-list ${classes.missing}`}>
            {missing.map((item) => (
              <MissingItem key={item.id} item={item} {...shared} />
            ))}
          </ul>
        </section>
      )}
      {isReadable && <ProposalBar proposal={proposal} choices={choices} />}
    </>
  );
}

interface Shared {
  readonly choices: Choices;
  readonly change: (id: string, chosen: Chosen) => void;
  readonly isEditable: boolean;
}

function Group({ group, ...shared }: { group: readonly ProposalItemAnswer[] } & Shared) {
  const [head] = group;
  if (!head) return null;
  const label =
    head.kind === 'objective'
      ? texts.asStated(head.key)
      : head.parentKey
        ? texts.wouldStand(head.parentKey)
        : texts.noObjective;
  return (
    <section className={classes.group}>
      {head.kind === 'key-result' && <h2 className="small soft">{label}</h2>}
      <Line label={label}>
        {group.map((item, at) => (
          <ProposalKnot key={`${item.id} ${item.key}`} item={item} isLast={at === group.length - 1} {...shared} />
        ))}
      </Line>
    </section>
  );
}

/** Each objective with its key results; those of an objective that is not on the page by themselves. */
function groupsOf(items: readonly ProposalItemAnswer[]): ProposalItemAnswer[][] {
  const stated = items.filter(({ is }) => is !== 'missing');
  const objectives = stated.filter(({ kind }) => kind === 'objective');
  const keys = new Set(objectives.map(({ key }) => key));
  const under = objectives.map((objective) => [
    objective,
    ...stated.filter((item) => item.kind === 'key-result' && item.parentKey === objective.key),
  ]);
  const others = stated.filter((item) => item.kind === 'key-result' && !keys.has(item.parentKey ?? ''));
  return [...under, ...Map.groupBy(others, ({ parentKey }) => parentKey).values()];
}
