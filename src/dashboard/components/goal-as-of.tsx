import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { GoalDetail } from '../../api/schemas/goals.ts';
import { listWords } from '../../domain/flag-words.ts';
import { useClock } from '../hooks/use-clock.ts';
import { asOfTexts as texts } from '../texts/en/goals.tsx';
import { DayField } from './day-field.tsx';
import classes from './goal-as-of.module.css';

/** Chooses the day a goal is looked at; it stands in the address. */
export function GoalAsOf({ goal }: { goal: GoalDetail }) {
  const goalKey = keyOfToday(goal);
  const { today } = useClock();
  const navigate = useNavigate();
  // Typed digit by digit, it is no day at first: what stands in the field is the reader's until they leave it.
  const [typed, setTyped] = useState<string | null>(null);
  const show = (day: string) =>
    void navigate({
      to: '/goals/$goalKey',
      params: { goalKey },
      search: day < today ? { asOf: day } : {},
      replace: true,
    });
  return (
    <DayField
      className={classes.day}
      label={texts.label}
      hasNone={false}
      min="1970-01-01"
      max={today}
      value={typed ?? goal.asOf ?? today}
      onBlur={() => setTyped(null)}
      onChange={({ currentTarget: { value } }) => {
        setTyped(value);
        if (value >= '1970-01-01') show(value);
      }}
    />
  );
}

/** Says that what follows is past, and leads back. */
export function PastBanner({ goal, asOf }: { goal: GoalDetail; asOf: string }) {
  const navigate = useNavigate();
  const goalKey = keyOfToday(goal);
  const back = () => void navigate({ to: '/goals/$goalKey', params: { goalKey }, search: {} });
  return (
    <div className={classes.banner} role="status">
      <p>
        <strong>{texts.day(asOf)}</strong> {texts.why} {sayNow(goal)}
      </p>
      <Button onClick={back}>{texts.back}</Button>
    </div>
  );
}

/** What it was called then may be what another is called today. */
function keyOfToday({ key, now }: GoalDetail): string {
  return now?.key ?? key;
}

/** "Today it is called O7 Quiet wards and owned by Ada Sousa."; nothing where all is as it was. */
function sayNow({ now, ...then }: GoalDetail): string {
  if (!now) return texts.gone;
  const parts = [
    now.key !== then.key || now.title !== then.title ? texts.called(`${now.key} ${now.title}`) : '',
    now.cycle !== (then.cycle?.name ?? null) ? texts.ofCycle(now.cycle) : '',
    now.owner?.id !== then.owner?.id ? texts.ownedBy(now.owner?.name ?? null) : '',
    now.team?.id !== then.team?.id ? texts.ofTeam(now.team?.name ?? null) : '',
  ].filter(Boolean);
  return parts.length === 0 ? '' : texts.now(listWords(parts));
}
