import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { PartPage } from '../../api/schemas/common.ts';

/** The way to a team's or a manager's page. */
export function PartPageLink(props: { page: NonNullable<PartPage>; id: string; children: ReactNode } & LinkLook) {
  const { page, id, ...look } = props;
  return page === 'team' ? (
    <Link to="/teams/$teamId" params={{ teamId: id }} {...look} />
  ) : (
    <Link to="/managers/$personId" params={{ personId: id }} {...look} />
  );
}

/** How a link looks and is found, wherever it leads. */
export interface LinkLook {
  readonly className?: string | undefined;
  readonly 'aria-label'?: string;
  readonly 'data-walk'?: string;
}
