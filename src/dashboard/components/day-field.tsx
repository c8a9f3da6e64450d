import { Button, Popover, TextInput, type TextInputProps } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { type FocusEvent, type KeyboardEvent, useId, useRef, useState } from 'react';
import { calendarTexts as texts } from '../texts/en/calendar.ts';
import classes from './day-field.module.css';
import { MonthGrid } from './month-grid.tsx';

const finger = { media: '(pointer: coarse)' };

interface DayFieldProps
  extends Pick<TextInputProps, 'className' | 'label' | 'description' | 'required' | 'autoFocus' | 'error'> {
  /** `YYYY-MM-DD`, or empty. */
  value: string;
  min?: string | undefined;
  max?: string | undefined;
  /** Whether no day can be chosen; left out: where it is not required. */
  hasNone?: boolean;
  onChange: (event: { currentTarget: { value: string } }) => void;
  /** The reader left the field and its calendar. */
  onBlur?: () => void;
}

/**
 * A day, typed or chosen in a calendar of our own: a browser's begins its weeks as the reader's region does, and no page can tell it
 * otherwise. Under a finger nothing is typed, and the calendar opens at once.
 */
export function DayField({ className, onChange, onBlur, hasNone, ...props }: DayFieldProps) {
  const [isOpen, setOpen] = useState(false);
  const isTouched = useMediaQuery(finger.media, false, { getInitialValueInEffect: false });
  const opener = useRef<HTMLButtonElement>(null);
  const id = useId();
  const close = () => {
    setOpen(false);
    opener.current?.focus();
  };
  const pick = (value: string) => {
    onChange({ currentTarget: { value } });
    close();
  };
  const leave = (event: FocusEvent) => {
    if (event.currentTarget.contains(event.relatedTarget)) return;
    // Nowhere: a click beside it, which closes it by itself, or another window, which does not.
    if (event.relatedTarget) setOpen(false);
    onBlur?.();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: nothing is done with it; it hears when the focus leaves the field and its calendar
    <div className={className} onBlur={leave}>
      <Popover
        opened={isOpen}
        onChange={setOpen}
        position="bottom-start"
        shadow="md"
        withinPortal={false}
        withRoles={false}
        // Hidden, it could not be given the focus while the page still scrolls to it.
        hideDetached={false}
      >
        <Popover.Target>
          <div>
            <TextInput
              {...props}
              id={id}
              labelProps={{ id: `${id}-label` }}
              type="date"
              classNames={{ input: classes.input }}
              readOnly={isTouched}
              onChange={onChange}
              // Else the browser's own calendar opens, too, where it opens at a click or one of these keys.
              onClickCapture={(event) => {
                if (!(event.target instanceof HTMLInputElement)) return;
                event.preventDefault();
                if (isTouched) setOpen(true);
              }}
              onKeyDown={(event) => {
                if (!opensCalendar(event)) return;
                event.preventDefault();
                setOpen(true);
              }}
              rightSection={
                <button
                  ref={opener}
                  type="button"
                  className={classes.opener}
                  aria-label={texts.open}
                  aria-describedby={`${id}-label`}
                  aria-haspopup="dialog"
                  aria-expanded={isOpen}
                  onClick={() => setOpen(!isOpen)}
                >
                  <CalendarIcon />
                </button>
              }
            />
          </div>
        </Popover.Target>
        <Popover.Dropdown>
          {isOpen && (
            <Calendar
              value={props.value}
              min={props.min}
              max={props.max}
              hasNone={hasNone ?? !props.required}
              onPick={pick}
              onClose={close}
            />
          )}
        </Popover.Dropdown>
      </Popover>
    </div>
  );
}

function opensCalendar({ key, altKey }: KeyboardEvent): boolean {
  return key === ' ' || key === 'F4' || (altKey && key === 'ArrowDown');
}

function Calendar(props: {
  value: string;
  min?: string | undefined;
  max?: string | undefined;
  hasNone: boolean;
  onPick: (day: string) => void;
  onClose: () => void;
}) {
  const { value, min, max, hasNone, onPick } = props;
  // Whatever it stands in stays open, and the keys of the page are not meant.
  const keepKeys = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.key === 'Escape') props.onClose();
  };
  return (
    <div role="dialog" aria-label={texts.choose} onKeyDown={keepKeys}>
      <MonthGrid value={value} min={min} max={max} onPick={onPick} />
      {hasNone && value && (
        <Button variant="subtle" size="compact-xs" onClick={() => onPick('')}>
          {texts.none}
        </Button>
      )}
    </div>
  );
}

function CalendarIcon() {
  return (
    <svg
      width="16"
      height="16"
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.25"
      aria-hidden="true"
    >
      <path d="M2.5 3.5h11v10h-11zM2.5 6.5h11M5.5 1.5v3M10.5 1.5v3" />
    </svg>
  );
}
