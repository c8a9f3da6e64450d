import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { ConnectionDetail } from '../../api/schemas/connections.ts';
import { isWiki } from '../../domain/task.ts';
import { recordNoun, TOOL_WORDS } from '../../domain/wording.ts';
import { sendJson } from '../api.ts';
import { plural } from '../format.ts';
import { controlsTexts as texts } from '../texts/en/connection.tsx';
import { isHeld } from './begin-reading.tsx';
import classes from './dialog.module.css';
import { Dialog } from './dialog.tsx';
import { Trouble } from './trouble.tsx';

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
  const hasNotBegun = isHeld(connection);
  return (
    <section aria-labelledby="controls">
      <h2 id="controls">{hasNotBegun ? texts.titleHeld : texts.title}</h2>
      {!hasNotBegun && <p className="small soft measure">{isPaused ? texts.isPaused : texts.means}</p>}
      <p>
        {connection.state !== 'unauthorised' && !hasNotBegun && (
          <Button loading={change.isPending} onClick={() => change.mutate(isPaused ? 'active' : 'paused')}>
            {isPaused ? texts.goOn : texts.pause}
          </Button>
        )}{' '}
        <Button variant="subtle" onClick={() => setAsking(true)}>
          {texts.removeOpen}
        </Button>
      </p>
      <Trouble error={change.error} />
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
    <Dialog title={texts.remove(connection.name)} isOpen={isOpen} onClose={onClose}>
      <p>{texts.forgets(TOOL_WORDS[connection.tool])}</p>
      {choicesOf(connection).map(({ tasks, label, means }) => (
        <div key={tasks} className={classes.choice}>
          <Button fullWidth disabled={remove.isPending} onClick={() => remove.mutate(tasks)}>
            {label}
          </Button>
          <p className="small soft">{means}</p>
        </div>
      ))}
      <Trouble error={remove.error} />
      <Button variant="subtle" onClick={onClose}>
        {texts.doNot}
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
  if (tasks === 0) return [{ tasks: 'keep', label: texts.removeOnly, means: texts.comesBack }];
  const records = plural(tasks, recordNoun(tool));
  const { shown, along, lost } = isWiki(tool) ? texts.wiki : texts.tasks;
  return [
    { tasks: 'keep', label: texts.keep(records), means: texts.keepMeans(shown) },
    { tasks: 'delete', label: texts.erase(records), means: texts.eraseMeans(along, lost) },
  ];
}
