import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ConnectionDetail, MappingAnswer } from '../../api/schemas/connections.ts';
import { ApiProblem, sendJson } from '../api.ts';
import { mappingTexts as texts } from '../texts/en/connection-parts.tsx';
import classes from './mapping-editor.module.css';
import { FieldChoice, StatusTable } from './mapping-parts.tsx';

/** How the tool's own words are read: guessed, shown, editable. A change is judged anew without reading again. */
export function MappingEditor({ connection, isEditable }: { connection: ConnectionDetail; isEditable: boolean }) {
  const client = useQueryClient();
  const [draft, setDraft] = useState<Partial<MappingAnswer>>({});
  const mapping = { ...connection.mapping, ...draft };
  const isChanged = Object.keys(draft).length > 0;
  const save = useMutation({
    mutationFn: () =>
      sendJson<ConnectionDetail>('PUT', `/connections/${encodeURIComponent(connection.id)}/mapping`, draft),
    onSuccess: (answer) => {
      client.setQueryData(['connection', connection.id], answer);
      setDraft({});
      // Every number may move: tasks are judged anew.
      void client.invalidateQueries();
    },
  });
  const change = (part: Partial<MappingAnswer>) => setDraft((current) => ({ ...current, ...part }));
  const origin = (part: keyof MappingAnswer) =>
    part in draft ? texts.changed : connection.editedParts.includes(part) ? texts.edited : texts.guessed;
  const { fields, statuses } = connection.vocabulary;
  return (
    <section aria-labelledby="mapping">
      <h2 id="mapping">{texts.title}</h2>
      <p className="small soft">{texts.lead}</p>
      <StatusTable
        statuses={statuses}
        mapping={mapping.statuses}
        origin={origin('statuses')}
        isEditable={isEditable}
        onChange={(changed) => change({ statuses: { ...mapping.statuses, ...changed } })}
      />
      <div className={classes.fields}>
        <FieldChoice
          title={texts.goalFields}
          fields={fields}
          chosen={mapping.goalFields}
          origin={origin('goalFields')}
          isEditable={isEditable}
          onChange={(goalFields) => change({ goalFields })}
        />
        <FieldChoice
          title={texts.estimateFields}
          fields={fields}
          chosen={mapping.estimateFields}
          origin={origin('estimateFields')}
          isEditable={isEditable}
          onChange={(estimateFields) => change({ estimateFields })}
        />
        <FieldChoice
          title={texts.teamFields}
          fields={fields}
          chosen={mapping.teamFields}
          origin={origin('teamFields')}
          isEditable={isEditable}
          onChange={(teamFields) => change({ teamFields })}
        />
      </div>
      {isChanged && (
        <div className={classes.save}>
          <Button variant="filled" loading={save.isPending} onClick={() => save.mutate()}>
            {texts.save}
          </Button>
          <Button variant="subtle" onClick={() => setDraft({})}>
            {texts.keep}
          </Button>
        </div>
      )}
      {save.isError && (
        <p role="alert" className={classes.error}>
          {texts.notSaved(save.error instanceof ApiProblem ? save.error.detail : texts.tryAgain)}
        </p>
      )}
    </section>
  );
}
