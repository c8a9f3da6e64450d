import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ConnectionAnswer, SyncRunAnswer } from '../../api/schemas/connections.ts';
import { ApiProblem, sendJson } from '../api.ts';
import { syncTexts as texts } from '../texts/en/connection-parts.tsx';
import classes from './sync-buttons.module.css';

/** Reads now: what changed, or everything. */
export function SyncButtons({ connection }: { connection: ConnectionAnswer }) {
  const client = useQueryClient();
  const sync = useMutation({
    mutationFn: (isFull: boolean) =>
      sendJson<SyncRunAnswer>('POST', `/connections/${encodeURIComponent(connection.id)}/sync`, { full: isFull }),
    onSettled: () => {
      void client.invalidateQueries({ queryKey: ['connections'] });
      void client.invalidateQueries({ queryKey: ['connection', connection.id] });
    },
  });
  const isRunning = connection.currentRun !== null;
  return (
    <div className={classes.buttons}>
      <Button
        disabled={isRunning || connection.state !== 'active'}
        loading={sync.isPending}
        onClick={() => sync.mutate(false)}
      >
        {isRunning ? texts.syncing : texts.sync}
        <span className="visually-hidden">{texts.syncOf(connection.name)}</span>
      </Button>
      <Button
        variant="subtle"
        disabled={isRunning || sync.isPending || connection.state !== 'active'}
        onClick={() => sync.mutate(true)}
        title={texts.againHint}
      >
        {texts.again}
        <span className="visually-hidden">{texts.againOf(connection.name)}</span>
      </Button>
      {sync.isError && (
        <span role="alert" className={`small ${classes.error}`}>
          {sync.error instanceof ApiProblem ? sync.error.detail : texts.notStarted}
        </span>
      )}
    </div>
  );
}
