import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ConnectionDetail } from '../../api/schemas/connections.ts';
import type { HeldRemovalAnswer } from '../../api/schemas/manage-connections.ts';
import { TOOL_WORDS } from '../../domain/wording.ts';
import { ApiProblem, sendJson } from '../api.ts';
import { formatCount } from '../format.ts';
import { judgedKeys } from '../queries.ts';
import { heldTexts as texts } from '../texts/en/connection-parts.tsx';
import { DataTable } from './data-table.tsx';
import { TimeAgo } from './time-ago.tsx';

interface Word {
  readonly hold: HeldRemovalAnswer;
  readonly says: 'removed' | 'kept';
}

/** Tasks that vanished in too large a number: nothing is removed before a person says so. */
export function HeldRemovals({ connection, isEditable }: { connection: ConnectionDetail; isEditable: boolean }) {
  const client = useQueryClient();
  const decide = useMutation({
    mutationFn: ({ hold, says }: Word) =>
      sendJson<ConnectionDetail>('POST', `/connections/${encodeURIComponent(connection.id)}/held-removals/${hold.id}`, {
        says,
      }),
    onSettled: () => {
      for (const key of ['connections', 'connection', 'tasks', ...judgedKeys]) {
        void client.invalidateQueries({ queryKey: [key] });
      }
    },
  });
  if (connection.held.length === 0) return null;
  const tool = TOOL_WORDS[connection.tool];
  return (
    <section aria-labelledby="held">
      <h2 id="held">{texts.title}</h2>
      <p className="small soft measure">{texts.lead(tool)}</p>
      <DataTable
        caption={texts.caption}
        rows={connection.held}
        keyOf={(hold) => String(hold.id)}
        columns={[
          { name: connection.scopeNoun, cell: (hold) => hold.scopeName },
          { name: texts.vanished, isNumber: true, cell: (hold) => formatCount(hold.tasks) },
          { name: texts.of, isNumber: true, cell: (hold) => formatCount(hold.ofTasks) },
          { name: texts.found, cell: (hold) => <TimeAgo at={hold.foundAt} /> },
          {
            name: texts.becomes,
            cell: (hold) =>
              isEditable ? (
                <>
                  <Button disabled={decide.isPending} onClick={() => decide.mutate({ hold, says: 'kept' })}>
                    {texts.keep}
                    <span className="visually-hidden">{texts.keepOf(hold.scopeName)}</span>
                  </Button>{' '}
                  <Button
                    variant="subtle"
                    disabled={decide.isPending}
                    onClick={() => decide.mutate({ hold, says: 'removed' })}
                    title={texts.deletedHint}
                  >
                    {texts.deleted(hold.tasks)}
                  </Button>
                </>
              ) : (
                <span className="soft">{texts.ownerDecides}</span>
              ),
          },
        ]}
      />
      {decide.isError && (
        <p role="alert" className="small">
          {decide.error instanceof ApiProblem ? decide.error.detail : texts.notStored}
        </p>
      )}
    </section>
  );
}
