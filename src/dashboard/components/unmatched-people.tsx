import { NativeSelect } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ConnectionDetail } from '../../api/schemas/connections.ts';
import type { PeopleAnswer } from '../../api/schemas/people.ts';
import { ApiProblem, sendJson } from '../api.ts';
import { formatCount, plural } from '../format.ts';
import { peopleQuery } from '../queries.ts';
import { DataTable } from './data-table.tsx';
import classes from './mapping-editor.module.css';

type Account = PeopleAnswer['unmatched'][number];

/** Accounts of the tool that match nobody: their tasks have no team by their assignee until somebody says who they are. */
export function UnmatchedPeople({ connection }: { connection: ConnectionDetail }) {
  const client = useQueryClient();
  const people = useQuery(peopleQuery).data;
  const accounts = (people?.unmatched ?? []).filter((account) => account.connectionId === connection.id);
  const match = useMutation({
    mutationFn: ({ externalId, personId }: { externalId: string; personId: string }) =>
      sendJson<void>('POST', '/people/matches', { connectionId: connection.id, externalId, personId }),
    // A person's team is many tasks' team: every number may move.
    onSuccess: () => client.invalidateQueries(),
  });
  if (!people || accounts.length === 0) return null;
  const choices = people.items.map((person) => ({ value: person.id, label: person.name }));
  return (
    <section>
      <h2>{plural(accounts.length, 'account matches', 'accounts match')} nobody</h2>
      <p className="small soft">
        Found by no e-mail and no line of the people file. Say who they are, and their tasks find their team.
      </p>
      {match.isError && (
        <p role="alert" className={classes.error}>
          Not saved, nothing was changed: {match.error instanceof ApiProblem ? match.error.detail : 'try again.'}
        </p>
      )}
      <DataTable<Account>
        caption="Accounts that match nobody"
        rows={accounts}
        keyOf={(account) => account.externalId}
        columns={[
          { name: 'Account', cell: (account) => [account.name, account.email].filter(Boolean).join(', ') },
          { name: 'tasks', isNumber: true, cell: (account) => formatCount(account.tasks) },
          {
            name: 'is',
            cell: (account) => (
              <NativeSelect
                aria-label={`Who ${account.name} is`}
                value=""
                data={[{ value: '', label: 'nobody yet' }, ...choices]}
                onChange={(event) =>
                  event.currentTarget.value &&
                  match.mutate({ externalId: account.externalId, personId: event.currentTarget.value })
                }
              />
            ),
          },
        ]}
      />
    </section>
  );
}
