import { notifications } from '@mantine/notifications';
import { type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query';
import type {
  DecideProposalAnswer,
  DecideProposalBody,
  ProposalDetail,
  UndoProposalAnswer,
} from '../../api/schemas/proposals.ts';
import { ApiProblem, sendJson } from '../api.ts';
import { UndoToast } from '../components/undo-toast.tsx';
import { plural } from '../format.ts';
import { judgedKeys } from '../queries.ts';
import { undoMs } from './undo-window.ts';
import { rememberUndo } from './use-decide.ts';

type Which = Pick<ProposalDetail, 'id' | 'title'>;

/** Sends a person's word on a proposal, and offers to take it back. */
export function useDecideProposal(proposal: Which) {
  const client = useQueryClient();
  const undo = useUndoProposal(proposal);
  return useMutation({
    mutationFn: (body: DecideProposalBody) =>
      sendJson<DecideProposalAnswer>('POST', `${pathOf(proposal)}/decisions`, body),
    onSuccess: (answer, body) => offerUndo(sayDecided(answer, body, proposal), () => undo.mutate(answer.decisionId)),
    onError: (error) => showRefused(error),
    onSettled: () => readAgain(client),
  });
}

/** Takes the last decision back, and says what could not be as before. */
export function useUndoProposal(proposal: Which) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (decisionId: number) =>
      sendJson<UndoProposalAnswer>('POST', `${pathOf(proposal)}/decisions/${decisionId}/undo`, {}),
    onSuccess: ({ kept }) => {
      const rest = kept.map(({ key, because }) => `${key} stays: ${because}.`).join(' ');
      notifications.show({ autoClose: kept.length > 0 ? false : 3000, message: `Taken back. ${rest}`.trim() });
    },
    onError: (error) => showRefused(error),
    onSettled: () => readAgain(client),
  });
}

function pathOf({ id }: Which): string {
  return `/proposals/${encodeURIComponent(id)}`;
}

function sayDecided(answer: DecideProposalAnswer, body: DecideProposalBody, { title }: Which): string {
  if (body.says === 'dismissed') return `Nothing is taken from “${title}” until it states something else.`;
  const parts = [
    answer.added > 0 ? `${plural(answer.added, 'goal')} added` : null,
    answer.changed > 0 ? `${answer.changed} changed` : null,
    answer.linked > 0 ? `${answer.linked} noted as written there` : null,
    answer.closed > 0 ? `${answer.closed} closed` : null,
  ].filter((part) => part !== null);
  return `${parts.join(', ')}.`;
}

/** Says what was done, with its undo, for ten seconds. */
export function offerUndo(sentence: string, onUndo: () => void): void {
  const undo = () => {
    forget();
    notifications.hide(id);
    onUndo();
  };
  const forget = rememberUndo(undo);
  const id = notifications.show({
    autoClose: undoMs,
    onClose: forget,
    message: <UndoToast sentence={sentence} onUndo={undo} />,
  });
}

export function showRefused(error: unknown): void {
  const message = error instanceof ApiProblem ? error.detail : 'Something went wrong on this page. Try again.';
  // Stays until it is read: an error that goes by itself was not told.
  notifications.show({ color: 'red', autoClose: false, title: 'Nothing was changed', message });
}

function readAgain(client: QueryClient): void {
  for (const key of [...judgedKeys, 'proposals', 'proposal']) void client.invalidateQueries({ queryKey: [key] });
}
