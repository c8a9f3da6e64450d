import { Link } from '@tanstack/react-router';
import type { FacetsAnswer } from '../../api/schemas/tasks.ts';
import type { FlagState } from '../../domain/flag.ts';
import { formatCount, plural } from '../format.ts';
import type { ListOrder } from '../list-layout.ts';
import { defaultState, type ListSearch } from '../list-search.ts';
import classes from './list-sentence.module.css';

const unalignedParts: readonly (readonly [FlagState, one: string, many: string])[] = [
  ['suggested', 'waits for your decision', 'wait for your decision'],
  ['pending-decision', 'has a decision pending', 'have a decision pending'],
  ['no-why', 'hangs on nothing yet', 'hang on nothing yet'],
  ['closed-goal', 'points at a closed goal', 'point at closed goals'],
  ['wrong-cycle', 'points at another cycle', 'point at another cycle'],
  ['broken-link', 'lost its line', 'lost their line'],
  ['over-allowance', 'is above an allowance', 'are above an allowance'],
];

/** The list's first word: how many, and what they are made of, each number a link to exactly those. */
export function ListSentence(props: {
  search: ListSearch;
  facets: FacetsAnswer | undefined;
  order: ListOrder | undefined;
  heading: string;
}) {
  const { search, facets, order, heading } = props;
  const isUnaligned = (search.state ?? defaultState) === defaultState;
  const parts = isUnaligned ? unalignedParts.filter(([state]) => countOf(facets, state) > 0) : [];
  return (
    <div className={classes.sentence}>
      <h1>
        {order ? (isUnaligned ? sayUnaligned(order.total) : `${heading}: ${plural(order.total, 'task')}`) : heading}
      </h1>
      <p>
        {parts.map(([state, one, many], index) => {
          const count = countOf(facets, state);
          return (
            <span key={state}>
              {index > 0 && ', '}
              <Link to="/unaligned" search={{ ...search, closed: undefined, state }}>
                {formatCount(count)} {count === 1 ? one : many}
              </Link>
            </span>
          );
        })}
        {parts.length > 0 && '.'}
        {order && order.hidden > 0 && (
          <span className="soft"> {plural(order.hidden, 'more task')} match that you cannot see.</span>
        )}
      </p>
    </div>
  );
}

function sayUnaligned(total: number): string {
  if (total === 0) return 'No task is without a why';
  return `${plural(total, 'task')} ${total === 1 ? 'has' : 'have'} no why yet`;
}

function countOf(facets: FacetsAnswer | undefined, state: FlagState): number {
  return facets?.states.find((entry) => entry.state === state)?.count ?? 0;
}
