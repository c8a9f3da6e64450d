import { Button, NativeSelect } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { GoalColumnsAnswer, ProposalDetail } from '../../api/schemas/proposals.ts';
import { ApiProblem, sendJson } from '../api.ts';
import { sessionQuery } from '../queries.ts';
import { proposalColumnsTexts as texts } from '../texts/en/proposals.tsx';
import classes from './proposal-review.module.css';

type DataSource = NonNullable<ProposalDetail['dataSource']>;
type Field = keyof GoalColumnsAnswer;

const FIELDS = ['kind', 'key', 'objective', 'from', 'to', 'unit', 'by', 'owner'] as const satisfies readonly Field[];

/** What each column of a data source holds: guessed once, shown, editable. Its rows are read anew without asking the tool. */
export function ProposalColumns({ dataSource }: { dataSource: DataSource }) {
  const client = useQueryClient();
  const isOwner = useQuery(sessionQuery).data?.person.role === 'owner';
  const [draft, setDraft] = useState<Partial<Record<Field, string>>>({});
  const save = useMutation({
    mutationFn: (goalColumns: GoalColumnsAnswer | null) =>
      sendJson<void>('PATCH', `/scopes/${encodeURIComponent(dataSource.scopeId)}`, { goalColumns }),
    onSuccess: () => setDraft({}),
    onSettled: () => {
      for (const key of ['proposal', 'proposals', 'goal']) void client.invalidateQueries({ queryKey: [key] });
    },
  });
  const columns: Partial<Record<Field, string>> = { ...dataSource.columns, ...draft };
  const isChanged = Object.keys(draft).length > 0;
  return (
    <section aria-labelledby="columns">
      <h2 id="columns">{texts.title}</h2>
      <p className="small soft measure">{dataSource.isGuessed ? texts.guessed : texts.said}</p>
      <div className={classes.columns}>
        {FIELDS.map((field) => (
          <NativeSelect
            key={field}
            label={texts.fields[field]}
            disabled={!isOwner}
            value={columns[field] ?? ''}
            data={[{ value: '', label: texts.noColumn }, ...dataSource.columnNames]}
            onChange={(event) => setDraft({ ...draft, [field]: event.currentTarget.value })}
          />
        ))}
      </div>
      {isChanged && (
        <div className={classes.buttons}>
          <Button variant="filled" loading={save.isPending} onClick={() => save.mutate(filled(columns))}>
            {texts.save}
          </Button>
          <Button variant="subtle" onClick={() => setDraft({})}>
            {texts.keep}
          </Button>
        </div>
      )}
      {!isChanged && !dataSource.isGuessed && isOwner && (
        <Button variant="subtle" loading={save.isPending} onClick={() => save.mutate(null)}>
          {texts.guessAgain}
        </Button>
      )}
      {save.isError && (
        <p role="alert">{texts.notSaved(save.error instanceof ApiProblem ? save.error.detail : texts.tryAgain)}</p>
      )}
    </section>
  );
}

function filled(columns: Partial<Record<Field, string>>): GoalColumnsAnswer {
  return Object.fromEntries(Object.entries(columns).filter(([, name]) => name !== ''));
}
