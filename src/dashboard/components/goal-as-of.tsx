import { Button, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useClock } from '../hooks/use-clock.ts';
import { asOfTexts as texts } from '../texts/en/goals.tsx';
import classes from './goal-as-of.module.css';

/** Chooses the day a goal is looked at; it stands in the address. */
export function GoalAsOf({ goalKey, asOf }: { goalKey: string; asOf: string | undefined }) {
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
    <TextInput
      className={classes.day}
      label={texts.label}
      type="date"
      min="1970-01-01"
      max={today}
      value={typed ?? asOf ?? today}
      onBlur={() => setTyped(null)}
      onChange={({ currentTarget: { value } }) => {
        setTyped(value);
        if (value >= '1970-01-01') show(value);
      }}
    />
  );
}

/** Says that what follows is past, and leads back. */
export function PastBanner({ goalKey, asOf }: { goalKey: string; asOf: string }) {
  const navigate = useNavigate();
  const back = () => void navigate({ to: '/goals/$goalKey', params: { goalKey }, search: {} });
  return (
    <div className={classes.banner} role="status">
      <p>
        <strong>{texts.day(asOf)}</strong> {texts.why}
      </p>
      <Button onClick={back}>{texts.back}</Button>
    </div>
  );
}
