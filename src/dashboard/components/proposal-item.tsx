import { Checkbox, NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useId } from 'react';
import type { ProposalItemAnswer } from '../../api/schemas/proposals.ts';
import { PROPOSAL_FIELD_WORDS } from '../../domain/proposal-diff-fields.ts';
import { GOAL_KIND_WORDS } from '../../domain/wording.ts';
import { formatDay, formatMeasure } from '../format.ts';
import { goalsQuery } from '../queries.ts';
import { proposalItemTexts as texts } from '../texts/en/proposals.tsx';
import { Knot } from './plumb-parts.tsx';
import type { Chosen } from './proposal-choices.ts';
import classes from './proposal-review.module.css';

interface ItemProps {
  readonly item: ProposalItemAnswer;
  readonly choices: ReadonlyMap<string, Chosen>;
  readonly change: (id: string, chosen: Chosen) => void;
  readonly isEditable: boolean;
}

/** One goal on the line: solid where it is ours already, dotted where it would be. */
export function ProposalKnot({ isLast, ...props }: ItemProps & { isLast: boolean }) {
  const { item } = props;
  const isOurs = item.is !== 'added';
  return (
    <Knot
      glyph={item.kind}
      word={GOAL_KIND_WORDS[item.kind]}
      below={isLast ? 'none' : isOurs ? 'solid' : 'dotted'}
      isOpen={!isOurs}
    >
      <div className={classes.item}>
        <ItemCheck {...props} />
        <div className="small soft">{sayFacts(item)}</div>
        <ItemFields {...props} />
        <ParentChoice {...props} />
        <Notes item={item} />
      </div>
    </Knot>
  );
}

export function MissingItem(props: ItemProps) {
  return (
    <li>
      <ItemCheck {...props} label={texts.close(`${props.item.key} ${props.item.title}`)} />
    </li>
  );
}

function ItemCheck({ item, choices, change, isEditable, label }: ItemProps & { label?: string }) {
  const chosen = choices.get(item.id);
  const name = (
    <>
      <strong>{item.key}</strong> {item.title}{' '}
      <span className={classes.is} data-is={item.is}>
        {sayIs(item)}
      </span>
    </>
  );
  if (!chosen) return <div>{name}</div>;
  return (
    <Checkbox
      label={label ?? name}
      checked={chosen.isOn}
      disabled={!isEditable}
      onChange={(event) => change(item.id, { ...chosen, isOn: event.currentTarget.checked })}
    />
  );
}

function sayIs({ is, isLink, fields }: ProposalItemAnswer): string {
  if (!isLink) return texts.is[is];
  return fields.length === 0 ? texts.writtenHere : texts.writtenDifferently;
}

function sayFacts(item: ProposalItemAnswer): string {
  const to = item.to === null ? null : formatMeasure(item.to, item.unit);
  const measure = item.from === null || to === null ? to && texts.to(to) : `${formatMeasure(item.from, null)} → ${to}`;
  return [measure, item.by ? texts.by(formatDay(item.by)) : null, item.owner].filter(Boolean).join(' · ');
}

/** Ours beside the page's, field by field. */
function ItemFields({ item, choices, change, isEditable }: ItemProps) {
  const chosen = choices.get(item.id);
  if (item.fields.length === 0 || !chosen) return null;
  return (
    <table className={classes.fields}>
      <caption className="visually-hidden">{texts.differs(item.key)}</caption>
      <thead>
        <tr className="small soft">
          <th scope="col">{texts.takeOver}</th>
          <th scope="col">{texts.ours}</th>
          <th scope="col">{texts.page}</th>
        </tr>
      </thead>
      <tbody>
        {item.fields.map((field) => (
          <tr key={field.name}>
            <th scope="row">
              <Checkbox
                size="xs"
                label={PROPOSAL_FIELD_WORDS[field.name]}
                checked={chosen.isOn && chosen.fields.has(field.name)}
                disabled={!isEditable}
                onChange={(event) => {
                  const fields = new Set(chosen.fields);
                  if (event.currentTarget.checked) fields.add(field.name);
                  else fields.delete(field.name);
                  change(item.id, { ...chosen, isOn: chosen.isOn || fields.size > 0, fields });
                }}
              />
            </th>
            <td>
              {field.ours ?? <span className="soft">{texts.nothing}</span>}
              {field.isConflict && <span className={classes.conflict}>{texts.changedHere}</span>}
            </td>
            <td>{field.stated ?? <span className="soft">{texts.nothing}</span>}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A key result whose page names no objective gets one by hand. */
function ParentChoice({ item, choices, change, isEditable }: ItemProps) {
  const chosen = choices.get(item.id);
  const isNeeded = item.is === 'added' && item.notes.some(({ code }) => code === 'no-objective');
  const goals = useQuery({ ...goalsQuery(), enabled: isNeeded }).data?.items ?? [];
  if (!isNeeded || !chosen) return null;
  const objectives = goals.filter((goal) => goal.kind === 'objective' && !goal.isClosed);
  return (
    <NativeSelect
      aria-label={texts.objectiveOf(item.key)}
      disabled={!isEditable}
      maw="24rem"
      value={chosen.parentKey ?? ''}
      data={[
        { value: '', label: texts.chooseObjective },
        ...objectives.map((goal) => ({ value: goal.key, label: `${goal.key} ${goal.title}` })),
      ]}
      onChange={(event) => {
        const parentKey = event.currentTarget.value || null;
        change(item.id, { ...chosen, parentKey, isOn: parentKey !== null });
      }}
    />
  );
}

function Notes({ item }: { item: ProposalItemAnswer }) {
  const id = useId();
  if (item.notes.length === 0) return null;
  return (
    <ul id={id} className={`plain-list small ${classes.notes}`}>
      {item.notes.map((note) => (
        <li key={note.code}>{note.detail}</li>
      ))}
    </ul>
  );
}
