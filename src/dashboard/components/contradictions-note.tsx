import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { plural } from '../format.ts';
import { allStates } from '../list-search.ts';
import { tasksQuery } from '../queries.ts';

/** Work that is told two goals counts as serving one of them meanwhile: here is where people find it. Nothing where all agrees. */
export function ContradictionsNote() {
  const count = useQuery(tasksQuery({ action: 'choose-goal', limit: 1 })).data?.total ?? 0;
  if (count === 0) return null;
  return (
    <p>
      <Link to="/unaligned" search={{ state: allStates, action: 'choose-goal' }}>
        {plural(count, 'task')} {count === 1 ? 'is' : 'are'} told different goals
      </Link>{' '}
      by what {count === 1 ? 'it says and what it is' : 'they say and what they are'} part of: which one is meant?
    </p>
  );
}
