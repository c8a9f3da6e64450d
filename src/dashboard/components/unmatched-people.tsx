import { NativeSelect } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { PeopleAnswer } from '../../api/schemas/people.ts';
import { TOOL_WORDS } from '../../domain/wording.ts';
import { ApiProblem, sendJson } from '../api.ts';
import { formatCount, plural } from '../format.ts';
import { peopleQuery } from '../queries.ts';
import { DataTable } from './data-table.tsx';
import classes from './mapping-editor.module.css';

type Account = PeopleAnswer['unmatched'][number];

/**
 * Accounts that match nobody, of one connection or of all: their tasks have no team by their assignee until somebody says who they are.
 */
export function UnmatchedPeople({ connection }: { connection?: { readonly id: string } }) {
  const client = useQueryClient();
  const people = useQuery(peopleQuery).data;
  const accounts = (people?.unmatched ?? []).filter(
    ({ connectionId }) => !connection || connectionId === connection.id,
  );
  const match = useMutation({
    mutationFn: ({
      connectionId,
      externalId,
      personId,
    }: Pick<Account, 'connectionId' | 'externalId'> & { personId: string }) =>
      sendJson<void>('POST', '/people/matches', { connectionId, externalId, personId }),
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
        keyOf={(account) => `${account.connectionId} ${account.externalId}`}
        columns={[
          { name: 'Account', cell: (account) => [account.name, account.email].filter(Boolean).join(', ') },
          ...(connection ? [] : [{ name: 'Tool', cell: (account: Account) => TOOL_WORDS[account.tool] }]),
          { name: 'tasks', isNumber: true, cell: (account) => formatCount(account.tasks) },
          {
            name: 'is',
            cell: (account) => (
              <NativeSelect
                aria-label={`Who ${account.name} is`}
                value=""
                data={[{ value: '', label: 'nobody yet' }, ...choices]}
                onChange={(event) =>
                  event.currentTarget.value && match.mutate({ ...account, personId: event.currentTarget.value })
                }
              />
            ),
          },
        ]}
      />
    </section>
  );
}
