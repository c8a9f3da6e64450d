import { Button, Modal } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { ConnectionDetail } from '../../api/schemas/connections.ts';
import { isWiki } from '../../domain/task.ts';
import { recordNoun, TOOL_WORDS } from '../../domain/wording.ts';
import { ApiProblem, sendJson } from '../api.ts';
import { plural } from '../format.ts';

/** Pause, go on, remove: what an owner does to a connection as a whole. */
export function ConnectionControls({ connection }: { connection: ConnectionDetail }) {
  const client = useQueryClient();
  const path = `/connections/${encodeURIComponent(connection.id)}`;
  const change = useMutation({
    mutationFn: (state: 'active' | 'paused') => sendJson<ConnectionDetail>('PATCH', path, { state }),
    onSettled: () => {
      void client.invalidateQueries({ queryKey: ['connections'] });
      void client.invalidateQueries({ queryKey: ['connection', connection.id] });
    },
  });
  const [isAsking, setAsking] = useState(false);
  const isPaused = connection.state === 'paused';
  return (
    <section aria-labelledby="controls">
      <h2 id="controls">Pause or remove</h2>
      <p className="small soft measure">
        {isPaused
          ? 'Nothing is read while it is paused; what was read is kept. It goes on with what changed meanwhile.'
          : 'A paused connection reads nothing and keeps what was read.'}
      </p>
      <p>
        {connection.state !== 'unauthorised' && (
          <Button loading={change.isPending} onClick={() => change.mutate(isPaused ? 'active' : 'paused')}>
            {isPaused ? 'Go on' : 'Pause'}
          </Button>
        )}{' '}
        <Button variant="subtle" onClick={() => setAsking(true)}>
          Remove…
        </Button>
      </p>
      {change.isError && <Trouble error={change.error} />}
      <RemoveDialog connection={connection} path={path} isOpen={isAsking} onClose={() => setAsking(false)} />
    </section>
  );
}

interface RemoveProps {
  readonly connection: ConnectionDetail;
  readonly path: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** It cannot be taken back, so it names what will happen. */
function RemoveDialog({ connection, path, isOpen, onClose }: RemoveProps) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const remove = useMutation({
    mutationFn: (tasks: 'keep' | 'delete') => sendJson<void>('DELETE', `${path}?tasks=${tasks}`),
    onSuccess: async () => {
      await navigate({ to: '/connections' });
      client.removeQueries({ queryKey: ['connection', connection.id] });
      await client.invalidateQueries();
    },
  });
  const isOfWiki = isWiki(connection.tool);
  const records = plural(connection.tasks, recordNoun(connection.tool));
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title={`Remove ${connection.name}`}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <p>
        Plumbline forgets the credentials and takes its webhooks off {TOOL_WORDS[connection.tool]}. Nothing changes
        there.
      </p>
      <p>
        <Button disabled={remove.isPending} onClick={() => remove.mutate('keep')}>
          Remove, keep {records} {isOfWiki ? 'as they were read last' : 'as “we cannot see it”'}
        </Button>
      </p>
      <p className="small soft">They come back when the same address is connected again.</p>
      <p>
        <Button variant="subtle" disabled={remove.isPending} onClick={() => remove.mutate('delete')}>
          Remove with {records}
          {isOfWiki ? ' and their proposals' : ', their history and decisions'}
        </Button>
      </p>
      <p className="small soft">
        {isOfWiki
          ? 'This cannot be undone. Goals that were accepted from them stay.'
          : 'This cannot be undone; reports of past weeks lose them too.'}
      </p>
      {remove.isError && <Trouble error={remove.error} />}
    </Modal>
  );
}

function Trouble({ error }: { error: unknown }) {
  return (
    <p role="alert" className="small">
      {error instanceof ApiProblem ? error.detail : 'That could not be done. Try again.'}
    </p>
  );
}
