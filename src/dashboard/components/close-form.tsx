import { type ReactNode, useState } from 'react';
import { useClock } from '../hooks/use-clock.ts';
import { closeTexts as texts } from '../texts/en/goals.tsx';
import { DayField } from './day-field.tsx';
import classes from './place-form.module.css';
import { PlaceForm } from './place-form.tsx';

/** A goal or a cycle to be closed on a day, today unless said otherwise; what becomes of what hangs on it is said before. */
export function CloseForm(props: {
  /** A goal's key, a cycle's name. */
  name: string;
  /** What happens with it. */
  means: string;
  isPending: boolean;
  error: Error | null;
  /** @param closedOn `YYYY-MM-DD`. */
  onClose: (closedOn: string) => void;
  onLeave: () => void;
  children?: ReactNode;
}) {
  const { today } = useClock();
  const [closedOn, setClosedOn] = useState(today);
  const title = texts.close(props.name);
  return (
    <PlaceForm {...props} title={title} action={title} onSend={() => props.onClose(closedOn)}>
      <p className={classes.wide}>{props.means}</p>
      <DayField
        className={classes.half}
        label={texts.day}
        required
        autoFocus
        value={closedOn}
        onChange={(event) => setClosedOn(event.currentTarget.value)}
      />
      {props.children}
    </PlaceForm>
  );
}
