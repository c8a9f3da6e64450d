import { TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useEffect, useState } from 'react';

/** Longer than between two keys, shorter than one waits for. */
const SETTLED_MS = 250;

/** Words to look for: passed on once typing pauses, so that the address does not change with each key. */
export function SearchField(props: {
  className: string | undefined;
  label: string;
  text: string;
  onChange: (text: string | undefined) => void;
}) {
  const { className, label, text, onChange } = props;
  const [typed, setTyped] = useState(text);
  useEffect(() => setTyped(text), [text]);
  const settle = useDebouncedCallback((value: string) => onChange(value.trim() || undefined), SETTLED_MS);
  return (
    <TextInput
      className={className}
      type="search"
      aria-label={label}
      placeholder={label}
      value={typed}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        settle(event.currentTarget.value);
      }}
    />
  );
}
