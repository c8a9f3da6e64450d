import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { DigestItem } from '../../api/schemas/digests.ts';
import { DIGEST_STATE_WORDS } from '../../domain/digest-state.ts';
import { sendJson } from '../api.ts';
import { DataTable } from '../components/data-table.tsx';
import { DigestChoice } from '../components/digest-choice.tsx';
import { FeedAddresses } from '../components/feed-addresses.tsx';
import classes from '../components/letter.module.css';
import { Letter } from '../components/letter.tsx';
import { Empty, Fault, PageSkeleton } from '../components/states.tsx';
import { formatInstant } from '../format.ts';
import { useTitle } from '../hooks/use-title.ts';
import { letterQuery, outboxQuery, previewQuery, sessionQuery } from '../queries.ts';
import { commonTexts } from '../texts/en/common.ts';
import { outboxTexts as texts } from '../texts/en/outbox.tsx';

const route = getRouteApi('/signed-in/outbox');

/** Each digest as it was sent, the next one as it would be, and when it comes. */
export function OutboxPage() {
  const { letter } = route.useSearch();
  const [cursor, setCursor] = useState<string>();
  const outbox = useQuery(outboxQuery(cursor));
  useTitle(texts.title);
  if (outbox.isError && !outbox.data)
    return <Fault isPage error={outbox.error} what={texts.notRead} onRetry={() => void outbox.refetch()} />;
  if (!outbox.data) return <PageSkeleton />;
  const { items, nextCursor, isMailSetUp } = outbox.data;
  return (
    <div data-page>
      <div>
        <h1>{texts.title}</h1>
        <p className="soft measure">{texts.about}</p>
        {!isMailSetUp && (
          <p className="measure" role="note">
            {texts.noMail((name) => (
              <code>{name}</code>
            ))}
          </p>
        )}
      </div>
      <DigestChoice />
      <Own />
      {letter === 'next' && <NextLetter />}
      {letter && letter !== 'next' && <SentLetter id={letter} />}
      <section>
        <h2>{texts.sentAndHeld}</h2>
        {items.length === 0 ? (
          <Empty title={texts.nothingYet}>
            <p>{texts.firstComes}</p>
          </Empty>
        ) : (
          <DigestTable items={items} />
        )}
        {(cursor || nextCursor) && (
          <p>
            {cursor && <Button onClick={() => setCursor(undefined)}>{commonTexts.firstPage}</Button>}{' '}
            {nextCursor && <Button onClick={() => setCursor(nextCursor)}>{commonTexts.nextPage}</Button>}
          </p>
        )}
      </section>
      <FeedAddresses />
    </div>
  );
}

/** The next one, to look at or to be sent now. */
function Own() {
  const client = useQueryClient();
  const { letter } = route.useSearch();
  const test = useMutation({
    mutationFn: () => sendJson('POST', '/digests/test', {}),
    onSuccess: () => client.invalidateQueries({ queryKey: ['digests'] }),
  });
  return (
    <div className={classes.own}>
      {letter === 'next' ? (
        <Link to="/outbox" search={{}}>
          {texts.closePreview}
        </Link>
      ) : (
        <Link to="/outbox" search={{ letter: 'next' }}>
          {texts.lookAtNext}
        </Link>
      )}
      <Button loading={test.isPending} onClick={() => test.mutate()}>
        {texts.sendTest}
      </Button>
      <span role="status" className="small">
        {test.isSuccess && texts.testAsked}
        {test.isError && texts.testNotAsked}
      </span>
    </div>
  );
}

function DigestTable({ items }: { items: readonly DigestItem[] }) {
  const timeZone = useQuery(sessionQuery).data?.organisation.timeZone ?? 'UTC';
  return (
    <DataTable
      caption={texts.table}
      rows={items}
      keyOf={({ id }) => id}
      columns={[
        { name: texts.when, cell: ({ sentAt, dueAt }) => formatInstant(Date.parse(sentAt ?? dueAt), timeZone) },
        { name: texts.to, cell: ({ person }) => person.name },
        { name: texts.subject, cell: (item) => <Subject item={item} /> },
        { name: texts.state, cell: (item) => <State item={item} /> },
      ]}
    />
  );
}

function Subject({ item: { id, subject, mayRead } }: { item: DigestItem }) {
  if (!mayRead) return <span className="soft">{subject ?? texts.notForYou}</span>;
  return (
    <Link to="/outbox" search={{ letter: id }}>
      {subject}
    </Link>
  );
}

function State({ item: { state, trouble, isTest } }: { item: DigestItem }) {
  return (
    <>
      {texts.stateOf(DIGEST_STATE_WORDS[state], isTest)}
      {trouble && <span className="soft small">{texts.trouble(trouble)}</span>}
    </>
  );
}

function NextLetter() {
  const preview = useQuery(previewQuery);
  if (preview.isError) return <Fault error={preview.error} what={texts.nextNotWritten} />;
  if (!preview.data) return <PageSkeleton />;
  return <Letter {...preview.data} />;
}

function SentLetter({ id }: { id: string }) {
  const letter = useQuery(letterQuery(id));
  if (letter.isError) return <Fault error={letter.error} what={texts.letterNotRead} />;
  if (!letter.data) return <PageSkeleton />;
  return <Letter {...letter.data} subject={letter.data.subject ?? ''} />;
}
