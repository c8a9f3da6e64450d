import { Button, NativeSelect, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { BECAUSE_CHARACTERS_MAX, nextCycleDay, REVISIT_DAYS } from '../../domain/task-decision.ts';
import { addDays } from '../calendar-days.ts';
import { formatDay } from '../format.ts';
import { useClock } from '../hooks/use-clock.ts';
import { cyclesQuery, goalsQuery } from '../queries.ts';
import { commonTexts } from '../texts/en/common.ts';
import { notNowTexts as texts } from '../texts/en/decide.ts';
import { DayField } from './day-field.tsx';
import classes from './not-now-form.module.css';

export interface NotNow {
  readonly because: string;
  readonly yieldsTo?: string;
  readonly revisitOn: string;
}

/** Why not now, what comes first, and when it is looked at again; in place, with the sentence that people will read. */
export function NotNowForm(props: { name: string; onSay: (word: NotNow) => void; onLeave: () => void }) {
  const { today } = useClock();
  const cycles = useQuery(cyclesQuery);
  const [goalKey, setGoalKey] = useState('');
  const [reason, setReason] = useState<string | null>(null);
  const [day, setDay] = useState<string | null>(null);
  // What nobody has touched yet is what we would say.
  const because = reason ?? (goalKey ? texts.prioritising(goalKey) : '');
  const revisitOn = day ?? nextCycleDay(cycles.data?.items ?? [], today) ?? addDays(today, REVISIT_DAYS);
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (!because.trim() || !revisitOn) return;
    props.onSay({
      because: because.trim(),
      ...(goalKey ? { yieldsTo: goalKey } : {}),
      revisitOn,
    });
  };
  const leaveOnEscape = (event: KeyboardEvent) => {
    if (event.key === 'Escape') props.onLeave();
  };
  return (
    <form className={classes.form} aria-label={texts.formOf(props.name)} onSubmit={send} onKeyDown={leaveOnEscape}>
      <ComesFirst value={goalKey} onChange={setGoalKey} />
      <Textarea
        label={texts.why}
        required
        autosize
        minRows={2}
        maxLength={BECAUSE_CHARACTERS_MAX}
        value={because}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <DayField
        label={texts.revisit}
        min={addDays(today, 1)}
        required
        value={revisitOn}
        onChange={(event) => setDay(event.currentTarget.value)}
      />
      <p className="small soft">{preview(because, revisitOn)}</p>
      <div className={classes.buttons}>
        <Button type="submit" variant="filled" disabled={!because.trim()}>
          {texts.notNow}
        </Button>
        <Button variant="subtle" onClick={props.onLeave}>
          {commonTexts.leave}
        </Button>
      </div>
    </form>
  );
}

/** Open goals of the current cycle. */
function ComesFirst({ value, onChange }: { value: string; onChange: (key: string) => void }) {
  const goals = useQuery(goalsQuery());
  const first = useRef<HTMLSelectElement>(null);
  // It opens at a key or a click, and what is chosen next belongs here.
  useEffect(() => first.current?.focus(), []);
  const open = (goals.data?.items ?? []).filter(
    ({ kind, isClosed, cycle }) => kind !== 'vision' && !isClosed && (cycle === null || cycle.isCurrent),
  );
  return (
    <NativeSelect
      label={texts.first}
      ref={first}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      data={[
        { value: '', label: texts.noGoal },
        ...open.map(({ key, title }) => ({ value: key, label: `${key} ${title}` })),
      ]}
    />
  );
}

/** "Not now, because we are prioritising KR1.2; we look again on 4 Jan 2027." */
function preview(because: string, revisitOn: string): string {
  const why = because.trim().replace(/[.\s]+$/u, '') || '…';
  return texts.preview(why, revisitOn ? formatDay(revisitOn) : '…');
}
