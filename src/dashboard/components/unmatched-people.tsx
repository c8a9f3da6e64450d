import { NativeSelect } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { PeopleAnswer } from '../../api/schemas/people.ts';
import { TOOL_WORDS } from '../../domain/wording.ts';
import { ApiProblem, sendJson } from '../api.ts';
import { formatCount } from '../format.ts';
import { peopleQuery } from '../queries.ts';
import { unmatchedTexts as texts } from '../texts/en/people.tsx';
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
      <h2>{texts.title(accounts.length)}</h2>
      <p className="small soft">{texts.why}</p>
      {match.isError && (
        <p role="alert" className={classes.error}>
          {texts.notSaved(match.error instanceof ApiProblem ? match.error.detail : texts.tryAgain)}
        </p>
      )}
      <DataTable<Account>
        caption={texts.caption}
        rows={accounts}
        keyOf={(account) => `${account.connectionId} ${account.externalId}`}
        columns={[
          { name: texts.account, cell: (account) => [account.name, account.email].filter(Boolean).join(', ') },
          ...(connection ? [] : [{ name: texts.tool, cell: (account: Account) => TOOL_WORDS[account.tool] }]),
          { name: texts.tasks, isNumber: true, cell: (account) => formatCount(account.tasks) },
          {
            name: texts.is,
            cell: (account) => (
              <NativeSelect
                aria-label={texts.who(account.name)}
                value=""
                data={[{ value: '', label: texts.nobodyYet }, ...choices]}
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
