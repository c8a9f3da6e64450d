import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { ConnectionDetail } from '../../api/schemas/connections.ts';
import { isWiki } from '../../domain/task.ts';
import { recordNoun, TOOL_WORDS } from '../../domain/wording.ts';
import { ApiProblem, sendJson } from '../api.ts';
import { plural } from '../format.ts';
import classes from './dialog.module.css';
import { Dialog } from './dialog.tsx';

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
  return (
    <Dialog title={`Remove ${connection.name}`} isOpen={isOpen} onClose={onClose}>
      <p>
        Plumbline forgets the credentials and takes its webhooks off {TOOL_WORDS[connection.tool]}. Nothing changes
        there.
      </p>
      {choicesOf(connection).map(({ tasks, label, means }) => (
        <div key={tasks} className={classes.choice}>
          <Button fullWidth disabled={remove.isPending} onClick={() => remove.mutate(tasks)}>
            {label}
          </Button>
          <p className="small soft">{means}</p>
        </div>
      ))}
      {remove.isError && <Trouble error={remove.error} />}
      <Button variant="subtle" onClick={onClose}>
        Do not remove it
      </Button>
    </Dialog>
  );
}

interface Choice {
  readonly tasks: 'keep' | 'delete';
  readonly label: string;
  /** What it costs, and whether it comes back. */
  readonly means: string;
}

function choicesOf({ tool, tasks }: ConnectionDetail): Choice[] {
  const comesBack = 'It comes back when the same address is connected again.';
  if (tasks === 0) return [{ tasks: 'keep', label: 'Remove', means: comesBack }];
  const records = plural(tasks, recordNoun(tool));
  const [asKept, along, lost] = isWiki(tool)
    ? ['as they were read last', 'their proposals', 'Goals that were accepted from them stay.']
    : ['as “we cannot see it”', 'their history and decisions', 'Reports of past weeks lose them too.'];
  return [
    {
      tasks: 'keep',
      label: `Remove, and keep ${records}`,
      means: `They are shown ${asKept}, and come back when the same address is connected again.`,
    },
    { tasks: 'delete', label: `Remove, and delete ${records}`, means: `With ${along}. ${lost} This cannot be undone.` },
  ];
}

function Trouble({ error }: { error: unknown }) {
  return (
    <p role="alert" className="small">
      {error instanceof ApiProblem ? error.detail : 'That could not be done. Try again.'}
    </p>
  );
}
