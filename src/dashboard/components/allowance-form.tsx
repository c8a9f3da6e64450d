import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { AllowanceBody, AllowancesAnswer } from '../../api/schemas/allowances.ts';
import { sendJson } from '../api.ts';
import { offerUndo, showRefused } from '../hooks/use-decide-proposal.tsx';
import { allowancesQuery, cyclesQuery, judgedKeys } from '../queries.ts';
import { allowancesTexts as texts } from '../texts/en/allowances.ts';
import classes from './allowances.module.css';

/** Sets a share for a team and a cycle; an empty one takes the bound away. */
export function AllowanceForm({ allowances, isOwner }: { allowances: AllowancesAnswer; isOwner: boolean }) {
  const cycles = useQuery(cyclesQuery).data?.items ?? [];
  const [teamId, setTeamId] = useState(isOwner ? '' : (allowances.teams[0]?.team.id ?? ''));
  const [cycleId, setCycleId] = useState('');
  const [percent, setPercent] = useState('');
  const set = useSetAllowance();
  const send = (event: FormEvent) => {
    event.preventDefault();
    const where = { teamId: teamId || null, cycleId: cycleId || null };
    set.mutate(
      { ...where, share: percent === '' ? null : Number(percent) / 100, was: shareNow(allowances, where) },
      { onSuccess: () => setPercent('') },
    );
  };
  return (
    <form className={classes.form} aria-label={texts.form} onSubmit={send}>
      <NativeSelect
        label={texts.for}
        value={teamId}
        onChange={(event) => setTeamId(event.currentTarget.value)}
        data={[
          ...(isOwner ? [{ value: '', label: texts.everyTeam }] : []),
          ...allowances.teams.map(({ team }) => ({ value: team.id, label: team.name })),
        ]}
      />
      <NativeSelect
        label={texts.in}
        value={cycleId}
        onChange={(event) => setCycleId(event.currentTarget.value)}
        data={[{ value: '', label: texts.anyCycle }, ...cycles.map(({ id, name }) => ({ value: id, label: name }))]}
      />
      <TextInput
        label={texts.share}
        placeholder={texts.noBound}
        className={classes.share}
        type="number"
        min={0}
        max={100}
        step="any"
        value={percent}
        onChange={(event) => setPercent(event.currentTarget.value)}
      />
      <Button type="submit" loading={set.isPending}>
        {texts.set}
      </Button>
    </form>
  );
}

/** What is set for just this team and cycle. */
function shareNow({ items }: AllowancesAnswer, { teamId, cycleId }: Omit<AllowanceBody, 'share'>): number | null {
  const isSame = ({ team, cycle, endedAt }: AllowancesAnswer['items'][number]) =>
    endedAt === null && (team?.id ?? null) === teamId && (cycle?.id ?? null) === cycleId;
  return items.find(isSame)?.share ?? null;
}

function useSetAllowance() {
  const client = useQueryClient();
  const put = (body: AllowanceBody) => sendJson<AllowancesAnswer>('PUT', '/allowances', body);
  const readAgain = () => {
    for (const key of [...judgedKeys, ...allowancesQuery.queryKey, 'tasks'])
      void client.invalidateQueries({ queryKey: [key] });
  };
  return useMutation({
    mutationFn: ({ was: _, ...body }: AllowanceBody & { readonly was: number | null }) => put(body),
    onSuccess: (_, { was, teamId, cycleId }) =>
      offerUndo(texts.isSet, () => void put({ teamId, cycleId, share: was }).catch(showRefused).finally(readAgain)),
    onError: (error) => showRefused(error),
    onSettled: readAgain,
  });
}
