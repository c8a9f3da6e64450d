import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ConnectionAnswer, ConnectionDetail } from '../../api/schemas/connections.ts';
import { ApiProblem, sendJson } from '../api.ts';
import { beginTexts as texts } from '../texts/en/connections.tsx';
import classes from './connect.module.css';
import { ConnectTested } from './connect-tested.tsx';

/** Whether it was made and reads nothing until somebody said what. */
export function isHeld({ state, lastCompleteAt }: Pick<ConnectionAnswer, 'state' | 'lastCompleteAt'>): boolean {
  return state === 'paused' && lastCompleteAt === null;
}

/** What the tool answered, and the button that begins the first pull of what is selected. */
export function BeginReading({ connection, onBegun }: { connection: ConnectionDetail; onBegun?: () => void }) {
  const client = useQueryClient();
  const { id, name, scopeList, scopeNoun } = connection;
  const begin = useMutation({
    mutationFn: () =>
      sendJson<ConnectionDetail>('PATCH', `/connections/${encodeURIComponent(id)}`, { state: 'active' }),
    onSuccess: async (answer) => {
      client.setQueryData(['connection', id], answer);
      for (const queryKey of [['connections'], ['first-run']]) await client.invalidateQueries({ queryKey });
      onBegun?.();
    },
  });
  const selected = scopeList.filter(({ isSelected }) => isSelected).length;
  return (
    <section aria-labelledby={`begin-${id}`} className={classes.flow}>
      <h2 id={`begin-${id}`}>{texts.title(name)}</h2>
      <ConnectTested connection={connection} />
      <p className="measure soft">{texts.means(scopeNoun)}</p>
      <p>
        <Button
          variant="filled"
          size="md"
          disabled={selected === 0}
          loading={begin.isPending}
          onClick={() => begin.mutate()}
        >
          {selected === 0 ? texts.chooseOne(scopeNoun) : texts.begin(selected, scopeNoun)}
        </Button>
      </p>
      {begin.isError && (
        <p role="alert" className={classes.error}>
          {begin.error instanceof ApiProblem ? begin.error.detail : texts.notBegun}
        </p>
      )}
    </section>
  );
}
