import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ConnectionDetail } from '../../api/schemas/connections.ts';
import type { HeldRemovalAnswer } from '../../api/schemas/manage-connections.ts';
import { TOOL_WORDS } from '../../domain/wording.ts';
import { ApiProblem, sendJson } from '../api.ts';
import { formatCount, plural } from '../format.ts';
import { judgedKeys } from '../queries.ts';
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
      <h2 id="held">Many tasks vanished at once</h2>
      <p className="small soft measure">
        {tool} no longer gives them. So many at once are seldom deleted: more often the account lost sight of them.
        Nothing is removed until you say so.
      </p>
      <DataTable
        caption="Tasks that vanished"
        rows={connection.held}
        keyOf={(hold) => String(hold.id)}
        columns={[
          { name: connection.scopeNoun, cell: (hold) => hold.scopeName },
          { name: 'vanished', isNumber: true, cell: (hold) => formatCount(hold.tasks) },
          { name: 'of', isNumber: true, cell: (hold) => formatCount(hold.ofTasks) },
          { name: 'found', cell: (hold) => <TimeAgo at={hold.foundAt} /> },
          {
            name: 'what becomes of them',
            cell: (hold) =>
              isEditable ? (
                <>
                  <Button disabled={decide.isPending} onClick={() => decide.mutate({ hold, says: 'kept' })}>
                    Keep them
                    <span className="visually-hidden"> ({hold.scopeName})</span>
                  </Button>{' '}
                  <Button
                    variant="subtle"
                    disabled={decide.isPending}
                    onClick={() => decide.mutate({ hold, says: 'removed' })}
                    title="They count as deleted. One that returns in the tool returns here."
                  >
                    They were deleted: remove {plural(hold.tasks, 'task')}
                  </Button>
                </>
              ) : (
                <span className="soft">an owner decides</span>
              ),
          },
        ]}
      />
      {decide.isError && (
        <p role="alert" className="small">
          {decide.error instanceof ApiProblem ? decide.error.detail : 'That could not be stored. Try again.'}
        </p>
      )}
    </section>
  );
}
