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
import { Letter } from '../components/letter.tsx';
import { Empty, Fault, PageSkeleton } from '../components/states.tsx';
import { formatInstant } from '../format.ts';
import { useTitle } from '../hooks/use-title.ts';
import { letterQuery, outboxQuery, previewQuery, sessionQuery } from '../queries.ts';

const route = getRouteApi('/signed-in/outbox');

/** Each digest as it was sent, the next one as it would be, and when it comes. */
export function OutboxPage() {
  const { letter } = route.useSearch();
  const [cursor, setCursor] = useState<string>();
  const outbox = useQuery(outboxQuery(cursor));
  useTitle('Outbox');
  if (outbox.isError && !outbox.data)
    return (
      <Fault isPage error={outbox.error} what="The Outbox could not be read" onRetry={() => void outbox.refetch()} />
    );
  if (!outbox.data) return <PageSkeleton />;
  const { items, nextCursor, isMailSetUp } = outbox.data;
  return (
    <div data-page>
      <div>
        <h1>Outbox</h1>
        <p className="soft measure">
          The weekly digest of everybody who leads somebody, as it was sent. What its links would do is blanked here.
        </p>
        {!isMailSetUp && (
          <p className="measure" role="note">
            No mail is set up, so digests are held here: whoever runs Plumbline sets <code>PLUMBLINE_SMTP_URL</code> and{' '}
            <code>PLUMBLINE_MAIL_FROM</code>.
          </p>
        )}
      </div>
      <DigestChoice />
      <Own />
      {letter === 'next' && <NextLetter />}
      {letter && letter !== 'next' && <SentLetter id={letter} />}
      <section>
        <h2>Sent and held</h2>
        {items.length === 0 ? (
          <Empty title="Nothing yet">
            <p>The first digest comes at its reader’s hour. Until then you can look at yours as it would be now.</p>
          </Empty>
        ) : (
          <DigestTable items={items} />
        )}
        {(cursor || nextCursor) && (
          <p>
            {cursor && <Button onClick={() => setCursor(undefined)}>First page</Button>}{' '}
            {nextCursor && <Button onClick={() => setCursor(nextCursor)}>Next page</Button>}
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
    <p>
      {letter === 'next' ? (
        <Link to="/outbox" search={{}}>
          Close the preview
        </Link>
      ) : (
        <Link to="/outbox" search={{ letter: 'next' }}>
          Look at your next one
        </Link>
      )}{' '}
      <Button loading={test.isPending} onClick={() => test.mutate()}>
        Send me a test
      </Button>{' '}
      <span role="status" className="small">
        {test.isSuccess && 'It stands below in a moment.'}
        {test.isError && 'It could not be asked for. Try again in a minute.'}
      </span>
    </p>
  );
}

function DigestTable({ items }: { items: readonly DigestItem[] }) {
  const timeZone = useQuery(sessionQuery).data?.organisation.timeZone ?? 'UTC';
  return (
    <DataTable
      caption="Digests"
      rows={items}
      keyOf={({ id }) => id}
      columns={[
        { name: 'When', cell: ({ sentAt, dueAt }) => formatInstant(Date.parse(sentAt ?? dueAt), timeZone) },
        { name: 'To', cell: ({ person }) => person.name },
        { name: 'Subject', cell: (item) => <Subject item={item} /> },
        { name: 'State', cell: (item) => <State item={item} /> },
      ]}
    />
  );
}

function Subject({ item: { id, subject, mayRead } }: { item: DigestItem }) {
  if (!mayRead) return <span className="soft">{subject ?? 'for its reader’s eyes, or not written yet'}</span>;
  return (
    <Link to="/outbox" search={{ letter: id }}>
      {subject}
    </Link>
  );
}

function State({ item: { state, trouble, isTest } }: { item: DigestItem }) {
  return (
    <>
      {DIGEST_STATE_WORDS[state]}
      {isTest && ', a test'}
      {trouble && <span className="soft small"> ({trouble})</span>}
    </>
  );
}

function NextLetter() {
  const preview = useQuery(previewQuery);
  if (preview.isError) return <Fault error={preview.error} what="Your next digest could not be written" />;
  if (!preview.data) return <PageSkeleton />;
  return <Letter {...preview.data} />;
}

function SentLetter({ id }: { id: string }) {
  const letter = useQuery(letterQuery(id));
  if (letter.isError) return <Fault error={letter.error} what="This digest could not be read" />;
  if (!letter.data) return <PageSkeleton />;
  return <Letter {...letter.data} subject={letter.data.subject ?? ''} />;
}
