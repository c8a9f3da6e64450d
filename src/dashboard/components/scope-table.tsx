import { Checkbox, MultiSelect, NativeSelect } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ConnectionDetail } from '../../api/schemas/connections.ts';
import { isWiki } from '../../domain/task.ts';
import { recordNoun } from '../../domain/wording.ts';
import { ApiProblem, sendJson } from '../api.ts';
import { formatCount, plural } from '../format.ts';
import { peopleQuery, teamsQuery } from '../queries.ts';
import { DataTable } from './data-table.tsx';
import classes from './mapping-editor.module.css';

type Scope = ConnectionDetail['scopeList'][number];
type Patch = { id: string; isSelected?: boolean; isPrivate?: boolean; teamId?: string | null; personIds?: string[] };

interface Editing {
  readonly isEditable: boolean;
  readonly change: (patch: Patch) => void;
}

/** Which scopes are read, which are private, and whose they are. Saved with each change; each can be changed back. */
export function ScopeTable({ connection, isEditable }: { connection: ConnectionDetail; isEditable: boolean }) {
  const save = useSaveScope(connection.id);
  const noun = recordNoun(connection.tool);
  const editing = { isEditable, change: save.mutate };
  return (
    <section>
      <h2>{plural(connection.scopeList.length, connection.scopeNoun)}</h2>
      <p className="small soft">
        Only the selected ones are read. {noun === 'task' ? 'Tasks' : 'Documents'} of a private one are shown to the
        people named for it and counted for everybody else.
      </p>
      {save.isError && (
        <p role="alert" className={classes.error}>
          Not saved, nothing was changed: {save.error instanceof ApiProblem ? save.error.detail : 'try again.'}
        </p>
      )}
      <DataTable<Scope>
        caption="Scopes of this connection"
        rows={connection.scopeList}
        keyOf={(scope) => scope.id}
        columns={[
          { name: 'Name', cell: (scope) => <ScopeName scope={scope} noun={noun} isEditable={isEditable} /> },
          { name: `${noun}s`, isNumber: true, cell: (scope) => formatCount(scope.tasks) },
          { name: 'selected', cell: (scope) => <Selected scope={scope} {...editing} /> },
          { name: 'private', cell: (scope) => <Private scope={scope} {...editing} /> },
          { name: 'seen by', cell: (scope) => <SeenBy scope={scope} {...editing} /> },
          // Work has a team; what is written is everybody's.
          ...(isWiki(connection.tool)
            ? []
            : [{ name: 'team', cell: (scope: Scope) => <TeamOf scope={scope} {...editing} /> }]),
        ]}
      />
    </section>
  );
}

/** Shown at once; read again whatever came of it. */
function useSaveScope(connectionId: string) {
  const client = useQueryClient();
  const key = ['connection', connectionId];
  return useMutation({
    mutationFn: ({ id, ...patch }: Patch) => sendJson<void>('PATCH', `/scopes/${encodeURIComponent(id)}`, patch),
    onMutate: ({ id, ...patch }) =>
      client.setQueryData<ConnectionDetail>(key, (old) =>
        old
          ? { ...old, scopeList: old.scopeList.map((scope) => (scope.id === id ? { ...scope, ...patch } : scope)) }
          : old,
      ),
    onSettled: () => void client.invalidateQueries({ queryKey: key }),
  });
}

function ScopeName({ scope, noun, isEditable }: { scope: Scope; noun: string; isEditable: boolean }) {
  return (
    <>
      {scope.key && <strong>{scope.key}</strong>} {scope.name}
      {scope.isArchived && <span className="soft"> (archived)</span>}
      {scope.isDeleted && <span className="soft"> (deleted there, and its {noun}s with it)</span>}
      {scope.visibility === 'access-lost' && !scope.isDeleted && (
        <span className="soft"> (cannot be seen now; what was read is kept)</span>
      )}
      {isEditable && scope.columnsProposalId && (
        <div className="small">
          <Link to="/proposals/$proposalId" params={{ proposalId: scope.columnsProposalId }}>
            How its columns are read<span className="visually-hidden">: {scope.name}</span>
          </Link>
        </div>
      )}
    </>
  );
}

type CellProps = Editing & { readonly scope: Scope };

function Selected({ scope, isEditable, change }: CellProps) {
  return (
    <Checkbox
      aria-label={`Read ${scope.name}`}
      disabled={!isEditable}
      checked={scope.isSelected}
      onChange={(event) => change({ id: scope.id, isSelected: event.currentTarget.checked })}
    />
  );
}

function Private({ scope, isEditable, change }: CellProps) {
  return (
    <Checkbox
      aria-label={`${scope.name} is private`}
      disabled={!isEditable}
      checked={scope.isPrivate}
      onChange={(event) => change({ id: scope.id, isPrivate: event.currentTarget.checked })}
    />
  );
}

function SeenBy({ scope, isEditable, change }: CellProps) {
  const people = useQuery(peopleQuery).data?.items ?? [];
  if (!scope.isPrivate) return <span className="soft">their teams</span>;
  return (
    <MultiSelect
      aria-label={`Who sees ${scope.name}`}
      placeholder={scope.personIds.length === 0 ? 'nobody yet' : undefined}
      disabled={!isEditable}
      searchable
      size="xs"
      value={scope.personIds}
      data={people.map((person) => ({ value: person.id, label: person.name }))}
      onChange={(personIds) => change({ id: scope.id, personIds })}
    />
  );
}

function TeamOf({ scope, isEditable, change }: CellProps) {
  const teams = useQuery(teamsQuery).data?.items ?? [];
  const known = teams.find((team) => team.id === scope.teamId)?.name;
  if (!isEditable) return known ?? (scope.teamId ? 'unknown' : 'by assignee');
  return (
    <NativeSelect
      aria-label={`Team of ${scope.name}`}
      value={scope.teamId ?? ''}
      data={[{ value: '', label: 'by assignee' }, ...teams.map((team) => ({ value: team.id, label: team.name }))]}
      onChange={(event) => change({ id: scope.id, teamId: event.currentTarget.value || null })}
    />
  );
}
