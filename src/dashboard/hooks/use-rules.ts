import { notifications } from '@mantine/notifications';
import { type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query';
import type { AddRuleBody, ChangeRuleBody, RulesChangedAnswer } from '../../api/schemas/rules.ts';
import { sendJson } from '../api.ts';
import { judgedKeys } from '../queries.ts';
import { commonTexts } from '../texts/en/common.ts';
import { offerUndo, showRefused } from './use-decide-proposal.tsx';

type Change =
  | { readonly does: 'add'; readonly body: AddRuleBody }
  | { readonly does: 'change'; readonly id: string; readonly body: ChangeRuleBody }
  | { readonly does: 'remove'; readonly id: string };

/** Adds, rewords, moves or removes a rule, and offers to take it back. What is wrong with a rule stands in `error`. */
export function useChangeRules(says: (change: Change) => string) {
  const client = useQueryClient();
  const undo = useMutation({
    mutationFn: (changeId: number) => sendJson('POST', '/rules/undo', { changeId }),
    onSuccess: () => notifications.show({ autoClose: 3000, message: commonTexts.takenBack }),
    onError: (error) => showRefused(error),
    onSettled: () => readAgain(client),
  });
  return useMutation({
    mutationFn: (change: Change) => send(change),
    onSuccess: ({ changeId }, change) => offerUndo(says(change), () => undo.mutate(changeId)),
    onError: (error, { does }) => {
      if (does === 'remove') showRefused(error);
    },
    onSettled: () => readAgain(client),
  });
}

function send(change: Change): Promise<RulesChangedAnswer> {
  if (change.does === 'add') return sendJson('POST', '/rules', change.body);
  const path = `/rules/${encodeURIComponent(change.id)}`;
  return change.does === 'change' ? sendJson('PATCH', path, change.body) : sendJson('DELETE', path);
}

function readAgain(client: QueryClient): Promise<unknown> {
  return Promise.all([...judgedKeys, 'rules'].map((key) => client.invalidateQueries({ queryKey: [key] })));
}
