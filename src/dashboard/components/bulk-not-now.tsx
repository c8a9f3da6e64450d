import { Button, Popover, TextInput } from '@mantine/core';
import { useState } from 'react';
import { BECAUSE_CHARACTERS_MAX } from '../../domain/task-decision.ts';
import { bulkTexts as texts } from '../texts/en/list.tsx';
import classes from './bulk-bar.module.css';
import { DayField } from './day-field.tsx';

/** "Not now" needs to say why; when it comes back is chosen here or left to the cycle. */
export function BulkNotNow(props: {
  isDisabled: boolean;
  onSay: (more: { because: string; revisitOn?: string }) => void;
}) {
  const [isOpen, setOpen] = useState(false);
  const [because, setBecause] = useState('');
  const [revisitOn, setRevisitOn] = useState('');
  return (
    <Popover
      opened={isOpen}
      onChange={setOpen}
      position="top-start"
      shadow="md"
      trapFocus
      returnFocus
      closeOnEscape={false}
    >
      <Popover.Target>
        <Button disabled={props.isDisabled} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {texts.notNowOpen}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <form
          className={classes.notNow}
          // Not by the popover: it would close with the calendar in it.
          onKeyDown={({ key }) => key === 'Escape' && setOpen(false)}
          onSubmit={(event) => {
            event.preventDefault();
            if (!because.trim()) return;
            setOpen(false);
            props.onSay({ because: because.trim(), ...(revisitOn ? { revisitOn } : {}) });
          }}
        >
          <TextInput
            label={texts.why}
            required
            data-autofocus
            maxLength={BECAUSE_CHARACTERS_MAX}
            value={because}
            onChange={(event) => setBecause(event.currentTarget.value)}
          />
          <DayField
            label={texts.revisit}
            description={texts.revisitHint}
            value={revisitOn}
            onChange={(event) => setRevisitOn(event.currentTarget.value)}
          />
          <Button type="submit" variant="filled">
            {texts.notNow}
          </Button>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
