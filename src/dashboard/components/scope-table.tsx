import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ConnectionDetail } from '../../api/schemas/connections.ts';
import { isWiki } from '../../domain/task.ts';
import { recordNoun } from '../../domain/wording.ts';
import { ApiProblem, sendJson } from '../api.ts';
import { formatCount } from '../format.ts';
import { scopeTexts as texts } from '../texts/en/connections.tsx';
import { DataTable } from './data-table.tsx';
import classes from './mapping-editor.module.css';
import {
  type Editing,
  Private,
  type Scope,
  ScopeName,
  type ScopePatch,
  SeenBy,
  Selected,
  TeamOf,
} from './scope-cells.tsx';
import { ScopeSearch } from './scope-search.tsx';

/** More rows of fields than that nobody reads; the search finds the others. */
const SHOWN_MAX = 100;

/** Which scopes are read, which are private, and whose they are. Saved with each change; each can be changed back. */
export function ScopeTable({ connection, isEditable }: { connection: ConnectionDetail; isEditable: boolean }) {
  const save = useSaveScope(connection.id);
  const [words, setWords] = useState('');
  const noun = recordNoun(connection.tool);
  const editing: Editing = { isEditable, change: save.mutate };
  const found = connection.scopeList.filter((scope) => isCalled(scope, words));
  return (
    <section>
      <h2>{texts.found(connection.scopeList.length, connection.scopeNoun)}</h2>
      <p className="small soft">{texts.means(noun === 'task' ? texts.tasks : texts.documents)}</p>
      {save.isError && (
        <p role="alert" className={classes.error}>
          {texts.notSaved(save.error instanceof ApiProblem ? save.error.detail : texts.again)}
        </p>
      )}
      <ScopeSearch connection={connection} found={found} words={words} onWords={setWords} isEditable={isEditable} />
      <DataTable<Scope>
        caption={texts.caption}
        rows={found.slice(0, SHOWN_MAX)}
        keyOf={(scope) => scope.id}
        columns={[
          {
            name: texts.columns.name,
            cell: (scope) => <ScopeName scope={scope} noun={noun} isEditable={isEditable} />,
          },
          { name: `${noun}s`, isNumber: true, cell: (scope) => formatCount(scope.tasks) },
          { name: texts.columns.selected, cell: (scope) => <Selected scope={scope} {...editing} /> },
          { name: texts.columns.isPrivate, cell: (scope) => <Private scope={scope} {...editing} /> },
          { name: texts.columns.seenBy, cell: (scope) => <SeenBy scope={scope} {...editing} /> },
          // Work has a team; what is written is everybody's.
          ...(isWiki(connection.tool)
            ? []
            : [{ name: texts.columns.team, cell: (scope: Scope) => <TeamOf scope={scope} {...editing} /> }]),
        ]}
      />
      {found.length > SHOWN_MAX && <p className="small soft">{texts.shown(SHOWN_MAX, found.length)}</p>}
      {found.length === 0 && words !== '' && <p className="small soft">{texts.noneFound(words)}</p>}
    </section>
  );
}

function isCalled({ key, name }: Scope, words: string): boolean {
  return `${key ?? ''} ${name}`.toLowerCase().includes(words.trim().toLowerCase());
}

/** Shown at once; read again whatever came of it. */
function useSaveScope(connectionId: string) {
  const client = useQueryClient();
  const key = ['connection', connectionId];
  return useMutation({
    mutationFn: ({ id, ...patch }: ScopePatch) => sendJson<void>('PATCH', `/scopes/${encodeURIComponent(id)}`, patch),
    onMutate: ({ id, ...patch }) =>
      client.setQueryData<ConnectionDetail>(key, (old) =>
        old
          ? { ...old, scopeList: old.scopeList.map((scope) => (scope.id === id ? { ...scope, ...patch } : scope)) }
          : old,
      ),
    onSettled: () => void client.invalidateQueries({ queryKey: key }),
  });
}
