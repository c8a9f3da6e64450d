import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { ProposalAnswer, ProposalsAnswer } from '../../api/schemas/proposals.ts';
import { TOOL_WORDS } from '../../domain/wording.ts';
import { Empty, Fault, PageSkeleton } from '../components/states.tsx';
import { TimeAgo } from '../components/time-ago.tsx';
import { formatCount } from '../format.ts';
import { useTitle } from '../hooks/use-title.ts';
import { proposalsQuery } from '../queries.ts';
import { commonTexts } from '../texts/en/common.ts';
import { proposalsTexts as texts } from '../texts/en/proposals.tsx';
import classes from './proposals.module.css';

const route = getRouteApi('/signed-in/proposals');

const shelves = ['open', 'settled', 'dismissed', 'unreadable'] as const;
type Shelf = (typeof shelves)[number];

/** Pages that state goals, and what each would change. */
export function ProposalsPage() {
  const { state = 'open' } = route.useSearch();
  // Read anew from the start on another shelf.
  return <Shelf key={state} state={state} />;
}

function Shelf({ state }: { state: Shelf }) {
  const [cursor, setCursor] = useState<string>();
  const answer = useQuery(proposalsQuery({ state, cursor }));
  useTitle(texts.title);
  if (answer.isError && !answer.data)
    return <Fault isPage error={answer.error} what={texts.notRead} onRetry={() => void answer.refetch()} />;
  if (!answer.data) return <PageSkeleton />;
  const { items, nextCursor, counts } = answer.data;
  return (
    <div data-page>
      <div>
        <h1>{texts.open(counts.open)}</h1>
        <p className="soft measure">{texts.lead}</p>
      </div>
      <Shelves state={state} counts={counts} />
      {items.length === 0 ? <NoProposals state={state} /> : <ProposalList items={items} />}
      {(cursor || nextCursor) && (
        <p>
          {cursor && <Button onClick={() => setCursor(undefined)}>{commonTexts.firstPage}</Button>}{' '}
          {nextCursor && <Button onClick={() => setCursor(nextCursor)}>{commonTexts.nextPage}</Button>}
        </p>
      )}
    </div>
  );
}

function Shelves({ state, counts }: { state: Shelf; counts: ProposalsAnswer['counts'] }) {
  return (
    <nav className={classes.shelves} aria-label={texts.which}>
      {shelves.map((shelf) => (
        <Link
          key={shelf}
          to="/proposals"
          search={shelf === 'open' ? {} : { state: shelf }}
          activeOptions={{ exact: true }}
          aria-current={shelf === state ? 'page' : undefined}
        >
          {texts.shelves[shelf]} <span className="soft">{formatCount(counts[shelf])}</span>
        </Link>
      ))}
    </nav>
  );
}

function ProposalList({ items }: { items: readonly ProposalAnswer[] }) {
  return (
    <ul className={`plain-list ${classes.list}`}>
      {items.map((one) => (
        <li key={one.id}>
          <div>
            <Link to="/proposals/$proposalId" params={{ proposalId: one.id }} className={classes.title}>
              {one.title}
            </Link>
            <div className="small soft">
              {sayFrom(one)} · {one.page === 'readable' ? texts.changed : texts.lastRead} <TimeAgo at={one.changedAt} />
            </div>
          </div>
          <div className="small">{sayWork(one)}</div>
        </li>
      ))}
    </ul>
  );
}

/** "Confluence page, Larkfield wiki". */
export function sayFrom({ from, tool, connection }: Pick<ProposalAnswer, 'from' | 'tool' | 'connection'>): string {
  return texts.from(TOOL_WORDS[tool], texts.kinds[from], connection.name);
}

function sayWork(one: ProposalAnswer): string {
  if (one.page !== 'readable') return texts.unreadable;
  const parts = [
    one.added > 0 ? texts.toAdd(one.added) : null,
    one.changed > 0 ? texts.toChange(one.changed) : null,
    one.missing > 0 ? texts.missing(one.missing) : null,
  ].filter((part) => part !== null);
  return parts.length > 0 ? parts.join(', ') : texts.asAccepted(one.goals);
}

function NoProposals({ state }: { state: Shelf }) {
  if (state !== 'open')
    return <Empty title={texts.nothing(texts.shelves[state].toLowerCase())}>{<p>{texts.seeOpen}</p>}</Empty>;
  return (
    <Empty
      title={texts.nothingWaits}
      action={
        <Button component={Link} to="/connections/new">
          {texts.connectWiki}
        </Button>
      }
    >
      <p>{texts.nothingWhy}</p>
    </Empty>
  );
}
