import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { DigestChoiceAnswer, DigestChoiceBody } from '../../api/schemas/digests.ts';
import { sayHour } from '../../domain/settings-words.ts';
import { sendJson } from '../api.ts';
import { formatInstant } from '../format.ts';
import { useWeekdayChoices } from '../hooks/use-first-weekday.ts';
import { digestChoiceQuery } from '../queries.ts';
import { commonTexts } from '../texts/en/common.ts';
import { digestChoiceTexts as texts } from '../texts/en/outbox.tsx';
import classes from './letter.module.css';
import { Trouble } from './trouble.tsx';

/** When one's own digest comes. */
export function DigestChoice() {
  const choice = useQuery(digestChoiceQuery).data;
  if (!choice) return null;
  if (!choice.isForMe) return <p className="measure">{texts.notForYou}</p>;
  return <ChoiceForm key={JSON.stringify(choice)} choice={choice} />;
}

function ChoiceForm({ choice }: { choice: DigestChoiceAnswer }) {
  const [draft, setDraft] = useState({ weekday: choice.weekday, hour: choice.hour, timeZone: choice.timeZone });
  const save = useChoice();
  const isComing = !choice.isPaused && choice.stop === null;
  const send = (event: FormEvent) => {
    event.preventDefault();
    save.mutate(draft);
  };
  const isTouched = JSON.stringify({ ...choice, ...draft }) !== JSON.stringify(choice);
  return (
    <form aria-label={texts.form} onSubmit={send}>
      <p>{sayNext(choice)}</p>
      <div className={classes.choice}>
        <NativeSelect
          label={texts.day}
          value={draft.weekday}
          data={useWeekdayChoices()}
          onChange={(event) => setDraft({ ...draft, weekday: Number(event.currentTarget.value) })}
        />
        <NativeSelect
          label={texts.hour}
          value={draft.hour}
          data={Array.from({ length: 24 }, (_, hour) => ({ value: String(hour), label: sayHour(hour) }))}
          onChange={(event) => setDraft({ ...draft, hour: Number(event.currentTarget.value) })}
        />
        <TextInput
          label={texts.timeZone}
          list="digest-time-zones"
          required
          value={draft.timeZone}
          onChange={(event) => setDraft({ ...draft, timeZone: event.currentTarget.value })}
        />
        <datalist id="digest-time-zones">
          {Intl.supportedValuesOf('timeZone').map((zone) => (
            <option key={zone} value={zone} />
          ))}
        </datalist>
        <Button type="submit" disabled={!isTouched} loading={save.isPending}>
          {commonTexts.save}
        </Button>
        <Button variant="subtle" onClick={() => save.mutate({ isPaused: isComing })}>
          {isComing ? texts.pause : texts.again}
        </Button>
      </div>
      <Trouble error={save.error} />
    </form>
  );
}

function sayNext({ next, timeZone, stop }: DigestChoiceAnswer): string {
  if (stop) return texts.stopped(stop);
  return next ? texts.next(formatInstant(Date.parse(next), timeZone)) : texts.paused;
}

function useChoice() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (change: DigestChoiceBody) => sendJson<DigestChoiceAnswer>('PATCH', '/digests/preferences', change),
    onSuccess: (answer) => client.setQueryData(digestChoiceQuery.queryKey, answer),
  });
}
