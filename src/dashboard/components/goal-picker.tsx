import { Button, Combobox, useCombobox } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { findOpenGoals } from '../goal-find.ts';
import { goalsQuery } from '../queries.ts';
import { decideTexts, goalPickerTexts as texts } from '../texts/en/decide.ts';
import classes from './goal-picker.module.css';

/** As many as one looks through; of more one types what one means, and it opens as fast as with few. */
const SHOWN_MAX = 50;

/** "Link to…": a button with the open goals behind it, found by key or words. Also opened from outside, by the `l` key. */
export function GoalPicker(props: {
  label: ReactNode;
  /** What is linked, for those who do not see where the button stands. */
  of?: string;
  onPick: (goalKey: string) => void;
  isOpen?: boolean;
  onOpenChange?: (isOpen: boolean) => void;
  variant?: string;
  size?: string;
}) {
  const { onPick, onOpenChange } = props;
  const [search, setSearch] = useState('');
  const combobox = useCombobox({
    opened: props.isOpen,
    onOpenedChange: onOpenChange,
    onDropdownClose: () => {
      combobox.resetSelectedOption();
      setSearch('');
    },
  });
  const button = useFocusBack(combobox.dropdownOpened);
  return (
    <Combobox
      store={combobox}
      width={360}
      position="bottom-end"
      shadow="md"
      onOptionSubmit={(key) => {
        combobox.closeDropdown();
        combobox.focusTarget();
        onPick(key);
      }}
    >
      <Combobox.Target targetType="button" withAriaAttributes={false}>
        <Button
          ref={button}
          variant={props.variant ?? 'default'}
          size={props.size ?? 'xs'}
          aria-haspopup="listbox"
          aria-expanded={combobox.dropdownOpened}
          onClick={() => combobox.toggleDropdown()}
        >
          {props.label}
          {props.of && <span className="visually-hidden">{decideTexts.forTask(props.of)}</span>}
        </Button>
      </Combobox.Target>
      <Combobox.Dropdown className={classes.dropdown}>
        {combobox.dropdownOpened && <Choices search={search} onSearch={setSearch} combobox={combobox} />}
      </Combobox.Dropdown>
    </Combobox>
  );
}

/** Where the choices close and nothing else has the focus, the button has it again: also one that a row drew anew to open them. */
function useFocusBack(isOpen: boolean) {
  const button = useRef<HTMLButtonElement>(null);
  const wasOpen = useRef(isOpen);
  useEffect(() => {
    if (wasOpen.current && !isOpen && document.activeElement === document.body) button.current?.focus();
    wasOpen.current = isOpen;
  }, [isOpen]);
  return button;
}

function Choices(props: {
  search: string;
  onSearch: (text: string) => void;
  combobox: ReturnType<typeof useCombobox>;
}) {
  const goals = useQuery(goalsQuery());
  const input = useRef<HTMLInputElement>(null);
  // On mount and not on opening: it is also opened from outside, and what is typed next belongs here.
  useEffect(() => input.current?.focus({ preventScroll: true }), []);
  const hits = findOpenGoals(goals.data?.items ?? [], props.search);
  const shown = hits.slice(0, SHOWN_MAX);
  return (
    <>
      <Combobox.Search
        ref={input}
        value={props.search}
        aria-label={texts.find}
        placeholder={texts.find}
        onChange={(event) => {
          props.onSearch(event.currentTarget.value);
          props.combobox.updateSelectedOptionIndex();
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          props.combobox.closeDropdown();
          props.combobox.focusTarget();
        }}
      />
      <Combobox.Options className={classes.options} aria-label={texts.open}>
        {shown.map((goal) => (
          <Combobox.Option key={goal.key} value={goal.key} className={classes.option}>
            <span className={classes.key}>{goal.key}</span>
            <span>
              {goal.title}
              {goal.cycle && !goal.cycle.isCurrent && <span className="soft">{texts.ofCycle(goal.cycle.name)}</span>}
            </span>
          </Combobox.Option>
        ))}
        {hits.length === 0 && (
          <Combobox.Empty>
            {goals.isPending ? texts.reading : goals.isError ? texts.notRead : texts.noMatch}
          </Combobox.Empty>
        )}
      </Combobox.Options>
      {hits.length > shown.length && (
        <Combobox.Footer>
          <span className="small soft">{texts.more(hits.length - shown.length)}</span>
        </Combobox.Footer>
      )}
    </>
  );
}
