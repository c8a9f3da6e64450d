import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ListSearch } from '../list-search.ts';
import { teamsQuery } from '../queries.ts';

/** A team's name as the way to its page, or, for whoever may not open that, to the work of it that they may see. */
export function TeamLink(props: { team: { id: string; name: string }; within?: ListSearch; className?: string }) {
  const { team, within, className } = props;
  const teams = useQuery(teamsQuery).data?.items;
  if (!teams?.find(({ id }) => id === team.id)?.mayOpen)
    return (
      <Link to="/unaligned" search={{ ...within, team: team.id }} className={className}>
        {team.name}
      </Link>
    );
  return (
    <Link to="/teams/$teamId" params={{ teamId: team.id }} className={className}>
      {team.name}
    </Link>
  );
}
