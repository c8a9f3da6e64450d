import { Button, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ConnectionDetail } from '../../api/schemas/connections.ts';
import { ApiProblem, sendJson } from '../api.ts';
import { scopeTexts as texts } from '../texts/en/connections.tsx';
import classes from './scope-search.module.css';

interface Props {
  readonly connection: ConnectionDetail;
  /** Those that are called so, shown or not. */
  readonly found: ConnectionDetail['scopeList'];
  readonly words: string;
  readonly onWords: (words: string) => void;
  readonly isEditable: boolean;
}

/** Finds scopes by name, and selects all that were found or leaves them out. */
export function ScopeSearch({ connection, found, words, onWords, isEditable }: Props) {
  const { id, scopeList, scopeNoun } = connection;
  const client = useQueryClient();
  const select = useMutation({
    mutationFn: (isSelected: boolean) => {
      const scopeIds = found.filter((scope) => scope.isSelected !== isSelected).map((scope) => scope.id);
      return sendJson<ConnectionDetail>('POST', `/connections/${encodeURIComponent(id)}/selection`, {
        scopeIds,
        isSelected,
      });
    },
    onSuccess: (answer) => client.setQueryData(['connection', id], answer),
    onSettled: () => void client.invalidateQueries({ queryKey: ['connections'] }),
  });
  const left = found.filter(({ isSelected }) => !isSelected).length;
  const taken = found.length - left;
  const selected = scopeList.filter(({ isSelected }) => isSelected).length;
  return (
    <>
      <div className={classes.bar}>
        {scopeList.length > 5 && (
          <TextInput
            className={classes.find}
            size="sm"
            type="search"
            aria-label={texts.search(scopeNoun)}
            placeholder={texts.search(scopeNoun)}
            value={words}
            onChange={(event) => onWords(event.currentTarget.value)}
          />
        )}
        <span aria-live="polite">{texts.selected(selected, scopeList.length, scopeNoun)}</span>
        {isEditable && left > 0 && (
          <Button variant="subtle" size="xs" disabled={select.isPending} onClick={() => select.mutate(true)}>
            {texts.selectAll(left)}
          </Button>
        )}
        {isEditable && taken > 0 && (
          <Button variant="subtle" size="xs" disabled={select.isPending} onClick={() => select.mutate(false)}>
            {texts.leaveOutAll(taken)}
          </Button>
        )}
      </div>
      {select.isError && (
        <p role="alert" className={classes.error}>
          {texts.notSaved(select.error instanceof ApiProblem ? select.error.detail : texts.again)}
        </p>
      )}
    </>
  );
}
