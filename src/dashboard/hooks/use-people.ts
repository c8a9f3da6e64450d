import { notifications } from '@mantine/notifications';
import { type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query';
import type { AddPersonBody, ChangePersonBody, InviteAnswer, PersonAnswer } from '../../api/schemas/people.ts';
import { sendJson } from '../api.ts';
import { commonTexts } from '../texts/en/common.ts';
import { peopleTexts as texts } from '../texts/en/people.tsx';
import { offerUndo, showRefused } from './use-decide-proposal.tsx';

/** Adds a person. What is wrong with it stands in `error`. */
export function useAddPerson() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: AddPersonBody) => sendJson<{ id: string }>('POST', '/people', body),
    onSuccess: (_, { name }) => notifications.show({ autoClose: 3000, message: texts.wasAdded(name) }),
    onSettled: () => readAgain(client),
  });
}

/** Changes a person, and offers to take it back. What is refused stands in `error`. */
export function useChangePerson(person: PersonAnswer) {
  const client = useQueryClient();
  const send = (body: ChangePersonBody) => sendJson<void>('PATCH', `/people/${encodeURIComponent(person.id)}`, body);
  const undo = useMutation({
    mutationFn: send,
    onSuccess: () => notifications.show({ autoClose: 3000, message: commonTexts.takenBack }),
    onError: (error) => showRefused(error),
    onSettled: () => readAgain(client),
  });
  return useMutation({
    mutationFn: send,
    onSuccess: (_, body) => offerUndo(sayChanged(body, person.name), () => undo.mutate(wayBack(body, person))),
    onSettled: () => readAgain(client),
  });
}

interface Match {
  readonly account: PersonAnswer['accounts'][number];
  /** null: nobody here. */
  readonly personId: string | null;
}

/** Says whom an account belongs to, and offers to take it back. */
export function useMatch(person: Pick<PersonAnswer, 'id' | 'name'>) {
  const client = useQueryClient();
  const send = ({ account: { connectionId, externalId }, personId }: Match) =>
    sendJson<void>('POST', '/people/matches', { connectionId, externalId, personId });
  const undo = useMutation({
    mutationFn: send,
    onSuccess: () => notifications.show({ autoClose: 3000, message: commonTexts.takenBack }),
    onError: (error) => showRefused(error),
    onSettled: () => readAgain(client),
  });
  return useMutation({
    mutationFn: send,
    onSuccess: (_, { account }) =>
      offerUndo(texts.notTheirs(account.name, person.name), () => undo.mutate({ account, personId: person.id })),
    onError: (error) => showRefused(error),
    onSettled: () => readAgain(client),
  });
}

/** Makes a link for somebody to sign in by, to be handed over. */
export function useInvite(person: Pick<PersonAnswer, 'id'>) {
  return useMutation({
    mutationFn: () => sendJson<InviteAnswer>('POST', `/people/${encodeURIComponent(person.id)}/invite`, {}),
  });
}

function sayChanged({ isHere }: ChangePersonBody, name: string): string {
  if (isHere === undefined) return texts.wasChanged(name);
  return isHere ? texts.isBack(name) : texts.hasLeft(name);
}

/** What makes those parts as they were. */
function wayBack(body: ChangePersonBody, person: PersonAnswer): ChangePersonBody {
  const before: ChangePersonBody = {
    name: person.name,
    ...(person.email ? { email: person.email } : {}),
    managerId: person.managerId,
    team: person.team?.name ?? null,
    role: person.isRoleGuessed ? 'guessed' : person.role,
    isHere: body.isHere !== true,
  };
  return Object.fromEntries(Object.entries(before).filter(([part]) => part in body));
}

function readAgain(client: QueryClient): void {
  // Who is there decides what is seen, whose team a task is of, and whose goal it is.
  void client.invalidateQueries();
}
