import { Button, type ButtonProps } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { GoalsSearch } from '../goal-search.ts';

/** A button that opens the page of all goals in one of its states; the state stands in the address. */
export function GoalsButton({
  search,
  children,
  ...look
}: { search: GoalsSearch; children: ReactNode } & Pick<ButtonProps, 'variant' | 'size'>) {
  return (
    <Button {...look} renderRoot={(props) => <Link {...props} to="/goals" search={search} />}>
      {children}
    </Button>
  );
}
