import { Link } from '@tanstack/react-router';
import type { FacetsAnswer } from '../../api/schemas/tasks.ts';
import type { FlagState } from '../../domain/flag.ts';
import { plural } from '../format.ts';
import type { ListOrder } from '../list-layout.ts';
import { defaultState, type ListSearch } from '../list-search.ts';
import { listTexts as texts, unalignedParts } from '../texts/en/list.tsx';
import classes from './list-sentence.module.css';

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
      <h1>{order ? (isUnaligned ? texts.unaligned(order.total) : texts.headingOf(heading, order.total)) : heading}</h1>
      <p>
        {parts.map(([state, one, many], index) => {
          const count = countOf(facets, state);
          return (
            <span key={state}>
              {index > 0 && ', '}
              <Link to="/unaligned" search={{ ...search, closed: undefined, state }}>
                {plural(count, one, many)}
              </Link>
            </span>
          );
        })}
        {parts.length > 0 && '.'}
        {order && order.hidden > 0 && <span className="soft">{texts.hidden(order.hidden)}</span>}
      </p>
    </div>
  );
}

function countOf(facets: FacetsAnswer | undefined, state: FlagState): number {
  return facets?.states.find((entry) => entry.state === state)?.count ?? 0;
}
