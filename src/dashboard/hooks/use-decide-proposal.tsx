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
import { judgedKeys } from '../queries.ts';
import { commonTexts } from '../texts/en/common.ts';
import { decidedTexts } from '../texts/en/decide.ts';
import { proposalDecisionTexts as texts } from '../texts/en/proposals.tsx';
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
      const rest = kept.map(({ key, because }) => texts.stays(key, because)).join(' ');
      notifications.show({
        autoClose: kept.length > 0 ? false : 3000,
        message: `${commonTexts.takenBack} ${rest}`.trim(),
      });
    },
    onError: (error) => showRefused(error),
    onSettled: () => readAgain(client),
  });
}

function pathOf({ id }: Which): string {
  return `/proposals/${encodeURIComponent(id)}`;
}

function sayDecided(answer: DecideProposalAnswer, body: DecideProposalBody, { title }: Which): string {
  if (body.says === 'dismissed') return texts.dismissed(title);
  const parts = [
    answer.added > 0 ? texts.added(answer.added) : null,
    answer.changed > 0 ? texts.changed(answer.changed) : null,
    answer.linked > 0 ? texts.noted(answer.linked) : null,
    answer.closed > 0 ? texts.closed(answer.closed) : null,
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
  const message = error instanceof ApiProblem ? error.detail : decidedTexts.wentWrong;
  // Stays until it is read: an error that goes by itself was not told.
  notifications.show({ color: 'red', autoClose: false, title: decidedTexts.nothingChanged, message });
}

function readAgain(client: QueryClient): void {
  for (const key of [...judgedKeys, 'proposals', 'proposal']) void client.invalidateQueries({ queryKey: [key] });
}
