import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { GlossaryAnswer } from '../../api/schemas/glossary.ts';
import classes from '../components/glossary.module.css';
import { GlossaryEntry } from '../components/glossary-entry.tsx';
import { GlossaryForm } from '../components/glossary-form.tsx';
import { Empty, Fault, PageSkeleton } from '../components/states.tsx';
import { formatCount } from '../format.ts';
import { useAddEntry } from '../hooks/use-glossary.ts';
import { useTitle } from '../hooks/use-title.ts';
import { glossaryQuery, sessionQuery } from '../queries.ts';
import { commonTexts } from '../texts/en/common.ts';
import { glossaryTexts as texts } from '../texts/en/glossary.ts';
import shelfClasses from './proposals.module.css';

const route = getRouteApi('/signed-in/glossary');

type Shelf = keyof GlossaryAnswer['counts'];
const SHELVES: readonly Shelf[] = ['kept', 'proposed', 'dismissed'];

/** Short forms of the organisation: tasks are read as what they stand for. */
export function GlossaryPage() {
  const { state = 'kept' } = route.useSearch();
  // Read anew from the start on another shelf.
  return <GlossaryShelf key={state} state={state} />;
}

function GlossaryShelf({ state }: { state: Shelf }) {
  const [cursor, setCursor] = useState<string>();
  const role = useQuery(sessionQuery).data?.person.role;
  const isEditable = role === 'owner' || role === 'leader';
  const answer = useQuery(glossaryQuery({ state, cursor }));
  useTitle(texts.title);
  if (answer.isError && !answer.data)
    return <Fault isPage error={answer.error} what={texts.notRead} onRetry={() => void answer.refetch()} />;
  if (!answer.data) return <PageSkeleton />;
  const { items, nextCursor, counts } = answer.data;
  return (
    <div data-page>
      <div>
        <h1>{texts.title}</h1>
        <p className="soft measure">{texts.lead}</p>
      </div>
      {isEditable && <AddEntry />}
      <Shelves state={state} counts={counts} isEditable={isEditable} />
      {items.length === 0 ? (
        <NoEntries state={state} />
      ) : (
        <ul className={`plain-list ${classes.list}`}>
          {items.map((entry) => (
            <GlossaryEntry key={entry.id} entry={entry} isEditable={isEditable} />
          ))}
        </ul>
      )}
      {(cursor || nextCursor) && (
        <p>
          {cursor && <Button onClick={() => setCursor(undefined)}>{commonTexts.firstPage}</Button>}{' '}
          {nextCursor && <Button onClick={() => setCursor(nextCursor)}>{commonTexts.nextPage}</Button>}
        </p>
      )}
    </div>
  );
}

function AddEntry() {
  const add = useAddEntry();
  return (
    <GlossaryForm
      label={texts.add}
      action={texts.addButton}
      isPending={add.isPending}
      error={add.error}
      onSend={(words, onTaken) => add.mutate(words, { onSuccess: onTaken })}
    />
  );
}

function Shelves(props: { state: Shelf; counts: GlossaryAnswer['counts']; isEditable: boolean }) {
  const shown = SHELVES.filter((shelf) => shelf !== 'proposed' || props.isEditable);
  return (
    <nav className={shelfClasses.shelves} aria-label={texts.whichEntries}>
      {shown.map((shelf) => (
        <Link
          key={shelf}
          to="/glossary"
          search={shelf === 'kept' ? {} : { state: shelf }}
          activeOptions={{ exact: true }}
          aria-current={shelf === props.state ? 'page' : undefined}
        >
          {texts.shelves[shelf]} <span className="soft">{formatCount(props.counts[shelf])}</span>
        </Link>
      ))}
    </nav>
  );
}

function NoEntries({ state }: { state: Shelf }) {
  if (state === 'dismissed') return <Empty title={texts.nothingDismissed}>{<p>{texts.nothingDismissedWhy}</p>}</Empty>;
  if (state === 'proposed')
    return (
      <Empty title={texts.nothingProposed}>
        <p>{texts.nothingProposedWhy}</p>
      </Empty>
    );
  return (
    <Empty title={texts.nothingKept}>
      <p>{texts.nothingKeptWhy}</p>
    </Empty>
  );
}
