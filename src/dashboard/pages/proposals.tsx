import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { ProposalAnswer, ProposalsAnswer } from '../../api/schemas/proposals.ts';
import { TOOL_WORDS } from '../../domain/wording.ts';
import { Empty, Fault, PageSkeleton } from '../components/states.tsx';
import { TimeAgo } from '../components/time-ago.tsx';
import { formatCount, plural } from '../format.ts';
import { useTitle } from '../hooks/use-title.ts';
import { proposalsQuery } from '../queries.ts';
import classes from './proposals.module.css';

const route = getRouteApi('/signed-in/proposals');

const shelves = ['open', 'settled', 'dismissed', 'unreadable'] as const;
type Shelf = (typeof shelves)[number];
const SHELF_WORDS: Readonly<Record<Shelf, string>> = {
  open: 'Open',
  settled: 'Settled',
  dismissed: 'Dismissed',
  unreadable: 'Cannot be read now',
};

/** Pages that state goals, and what each would change. */
export function ProposalsPage() {
  const { state = 'open' } = route.useSearch();
  // Read anew from the start on another shelf.
  return <Shelf key={state} state={state} />;
}

function Shelf({ state }: { state: Shelf }) {
  const [cursor, setCursor] = useState<string>();
  const answer = useQuery(proposalsQuery({ state, cursor }));
  useTitle('Proposals');
  if (answer.isError && !answer.data)
    return (
      <Fault isPage error={answer.error} what="The proposals could not be read" onRetry={() => void answer.refetch()} />
    );
  if (!answer.data) return <PageSkeleton />;
  const { items, nextCursor, counts } = answer.data;
  return (
    <div data-page>
      <div>
        <h1>{sayOpen(counts.open)}</h1>
        <p className="soft measure">
          Goals that wiki pages, data sources and tools state. They count once somebody has accepted them; a page that
          changes proposes the difference, and nothing changes by itself.
        </p>
      </div>
      <Shelves state={state} counts={counts} />
      {items.length === 0 ? <NoProposals state={state} /> : <ProposalList items={items} />}
      {(cursor || nextCursor) && (
        <p>
          {cursor && <Button onClick={() => setCursor(undefined)}>First page</Button>}{' '}
          {nextCursor && <Button onClick={() => setCursor(nextCursor)}>Next page</Button>}
        </p>
      )}
    </div>
  );
}

function sayOpen(open: number): string {
  if (open === 0) return 'No page proposes a change to the goals';
  return `${plural(open, 'page')} ${open === 1 ? 'proposes' : 'propose'} a change to the goals`;
}

function Shelves({ state, counts }: { state: Shelf; counts: ProposalsAnswer['counts'] }) {
  return (
    <nav className={classes.shelves} aria-label="Which proposals">
      {shelves.map((shelf) => (
        <Link
          key={shelf}
          to="/proposals"
          search={shelf === 'open' ? {} : { state: shelf }}
          activeOptions={{ exact: true }}
          aria-current={shelf === state ? 'page' : undefined}
        >
          {SHELF_WORDS[shelf]} <span className="soft">{formatCount(counts[shelf])}</span>
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
              {sayFrom(one)} · {one.page === 'readable' ? 'changed' : 'last read'} <TimeAgo at={one.changedAt} />
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
  const what = from === 'page' ? 'page' : from === 'data-source' ? 'data source' : 'goals';
  return `${TOOL_WORDS[tool]} ${what}, ${connection.name}`;
}

function sayWork(one: ProposalAnswer): string {
  if (one.page !== 'readable') return 'cannot be read now; its goals stay';
  const parts = [
    one.added > 0 ? `${formatCount(one.added)} to add` : null,
    one.changed > 0 ? `${formatCount(one.changed)} changed` : null,
    one.missing > 0 ? `${formatCount(one.missing)} no longer stated` : null,
  ].filter((part) => part !== null);
  return parts.length > 0 ? parts.join(', ') : `${plural(one.goals, 'goal')}, as accepted`;
}

function NoProposals({ state }: { state: Shelf }) {
  if (state !== 'open')
    return <Empty title={`Nothing ${SHELF_WORDS[state].toLowerCase()}`}>{<p>See the open ones.</p>}</Empty>;
  return (
    <Empty
      title="Nothing waits for you here"
      action={
        <Button component={Link} to="/connections/new">
          Connect a wiki
        </Button>
      }
    >
      <p>
        Connect Confluence or Notion, and every page that states goals is proposed here: objective headings, lists and
        tables of key results, “from X to Y by a day”.
      </p>
    </Empty>
  );
}
