import { NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import type { AddGoalBody, GoalAnswer, GoalDetail } from '../../api/schemas/goals.ts';
import { ApiProblem } from '../api.ts';
import { cyclesQuery, goalsQuery, peopleQuery, teamsQuery } from '../queries.ts';
import { goalFormTexts as texts } from '../texts/en/goals.tsx';
import { DayField } from './day-field.tsx';
import { type FirstWords, fieldsOf, type GoalFields, parentsFor, wordsOf } from './goal-words.ts';
import classes from './place-form.module.css';
import { PlaceForm } from './place-form.tsx';

const NOTHING: FirstWords = { parentKey: '', cycle: '', owner: null };

/** A goal to be written down or changed. What is sent is what was changed in it. */
export function GoalForm(props: {
  title: string;
  kind: GoalAnswer['kind'];
  /** null: a new one. */
  goal: GoalDetail | null;
  first?: FirstWords;
  isPending: boolean;
  error: Error | null;
  onSend: (words: Partial<AddGoalBody>) => void;
  onLeave: () => void;
}) {
  const { kind, goal, first = NOTHING } = props;
  // What was looked at first: what somebody else changes meanwhile is not written over.
  const [before] = useState(() => fieldsOf(goal, first));
  const [fields, setFields] = useState(before);
  const base = goal ? before : fieldsOf(null, NOTHING);
  const problem = props.error instanceof ApiProblem ? props.error : null;
  const field = (name: keyof GoalFields) => ({
    value: fields[name],
    error: problem?.fields.find((fault) => fault.field === `body.${name}`)?.message,
    onChange: ({ currentTarget: { value } }: { currentTarget: { value: string } }) =>
      setFields((last) => ({ ...last, [name]: value })),
  });
  return (
    <PlaceForm
      {...props}
      action={goal ? texts.save : texts.add}
      advice={problem?.status === 409 && texts.conflictAdvice}
      onSend={() => props.onSend(wordsOf(fields, base))}
    >
      <TextInput
        className={classes.wide}
        label={texts.title}
        description={texts.titleHint}
        required
        maxLength={500}
        data-autofocus
        autoFocus
        {...field('title')}
      />
      {kind === 'key-result' && <Measure field={field} />}
      <Textarea
        className={classes.wide}
        label={texts.description}
        autosize
        minRows={2}
        maxLength={10_000}
        {...field('description')}
      />
      <Places kind={kind} goal={goal} field={field} />
      <People owner={goal ? goal.owner : first.owner} field={field} />
      <TextInput
        label={texts.key}
        placeholder={goal ? undefined : texts.keyHint}
        required={goal !== null}
        maxLength={50}
        {...field('key')}
      />
      <NativeSelect
        label={texts.commitment}
        data={[
          { value: '', label: texts.notSaid },
          ...(['committed', 'aspirational'] as const).map((value) => ({ value, label: texts.commitments[value] })),
        ]}
        {...field('commitment')}
      />
      <TextInput label={texts.weight} type="number" min={0} step="any" {...field('weight')} />
    </PlaceForm>
  );
}

type Field = (name: keyof GoalFields) => {
  value: string;
  error: string | undefined;
  onChange: (event: { currentTarget: { value: string } }) => void;
};

function Measure({ field }: { field: Field }) {
  return (
    <>
      <TextInput label={texts.from} type="number" step="any" {...field('from')} />
      <TextInput label={texts.to} type="number" step="any" {...field('to')} />
      <TextInput label={texts.unit} maxLength={50} {...field('unit')} />
      <DayField label={texts.by} {...field('by')} />
    </>
  );
}

function Places({ kind, goal, field }: { kind: GoalAnswer['kind']; goal: GoalDetail | null; field: Field }) {
  const goals = useQuery(goalsQuery()).data?.items ?? [];
  const cycles = useQuery(cyclesQuery).data?.items ?? [];
  const parents = parentsFor(kind, goals, goal?.key ?? null);
  const parent = field('parentKey');
  const isOther = parent.value !== '' && !parents.some(({ key }) => key === parent.value);
  const open = cycles.filter(({ name, closedOn }) => closedOn === null || name === goal?.cycle?.name);
  return (
    <>
      {kind !== 'vision' && (
        <NativeSelect
          className={classes.half}
          label={texts.parent}
          data={[
            { value: '', label: texts.noParent },
            ...(isOther ? [{ value: parent.value, label: parent.value }] : []),
            ...parents.map(({ key, title }) => ({ value: key, label: `${key} ${title}` })),
          ]}
          {...parent}
        />
      )}
      {kind !== 'vision' && (
        <NativeSelect
          className={classes.half}
          label={texts.cycle}
          data={[{ value: '', label: texts.noCycle }, ...open.map(({ name }) => ({ value: name, label: name }))]}
          {...field('cycle')}
        />
      )}
    </>
  );
}

/** Whoever the viewer sees, and who owns it now. */
function People({ owner, field }: { owner: FirstWords['owner']; field: Field }) {
  const listId = useId();
  const people = (useQuery(peopleQuery).data?.items ?? []).map(({ id, name }) => ({ id, name }));
  const teams = useQuery(teamsQuery).data?.items ?? [];
  const shown = owner && !people.some(({ id }) => id === owner.id) ? [owner, ...people] : people;
  return (
    <>
      <NativeSelect
        className={classes.half}
        label={texts.owner}
        data={[{ value: '', label: texts.nobody }, ...shown.map(({ id, name }) => ({ value: id, label: name }))]}
        {...field('ownerId')}
      />
      <TextInput className={classes.half} label={texts.team} maxLength={100} list={listId} {...field('team')} />
      <datalist id={listId}>
        {teams.map(({ id, name }) => (
          <option key={id} value={name} />
        ))}
      </datalist>
    </>
  );
}
