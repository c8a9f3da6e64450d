import { Button, CopyButton, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { FeedAddresses as Addresses } from '../../api/schemas/feeds.ts';
import { ApiProblem, sendJson } from '../api.ts';
import { feedsQuery } from '../queries.ts';
import classes from './people.module.css';
import { TimeAgo } from './time-ago.tsx';

/** One's digests and promises in a feed reader or a calendar: makes the addresses, shows them once, and ends them. */
export function FeedAddresses() {
  const state = useQuery(feedsQuery).data;
  const client = useQueryClient();
  const refresh = () => client.invalidateQueries({ queryKey: feedsQuery.queryKey });
  const make = useMutation({ mutationFn: () => sendJson<Addresses>('POST', '/feeds', {}), onSuccess: refresh });
  const end = useMutation({
    mutationFn: () => sendJson<void>('DELETE', '/feeds'),
    onSuccess: () => {
      make.reset();
      return refresh();
    },
  });
  if (!state) return null;
  const fault = make.error ?? end.error;
  return (
    <section aria-labelledby="feeds">
      <h2 id="feeds">In a feed reader and a calendar</h2>
      <p className="soft measure">
        Digests and promises whose day has come as a feed; days to look again and to check in as a calendar. Whoever has
        an address reads what you may see, so keep it to yourself.
      </p>
      {make.data ? <Made addresses={make.data} /> : <Standing madeAt={state.madeAt} readAt={state.readAt} />}
      <p>
        <Button variant="default" loading={make.isPending} onClick={() => make.mutate()}>
          {state.madeAt ? 'Make other addresses' : 'Make addresses'}
        </Button>{' '}
        {state.madeAt && (
          <Button variant="subtle" loading={end.isPending} onClick={() => end.mutate()}>
            End them
          </Button>
        )}
      </p>
      {fault && (
        <p role="alert" className={`small ${classes.trouble}`}>
          {fault instanceof ApiProblem ? fault.detail : 'That could not be done. Try again.'}
        </p>
      )}
    </section>
  );
}

function Standing({ madeAt, readAt }: { madeAt: string | null; readAt: string | null }) {
  if (madeAt === null) return <p>There are none yet.</p>;
  return (
    <p>
      Made <TimeAgo at={madeAt} />,{' '}
      {readAt === null ? (
        'not read yet'
      ) : (
        <>
          read last <TimeAgo at={readAt} />
        </>
      )}
      . The address is not shown again: make other ones where it is lost, and those before end.
    </p>
  );
}

function Made({ addresses }: { addresses: Addresses }) {
  return (
    <div role="status">
      <Address label="Feed (Atom)" value={addresses.atom} />
      <Address label="Calendar (iCalendar)" value={addresses.calendar} />
    </div>
  );
}

function Address({ label, value }: { label: string; value: string }) {
  return (
    <div className={classes.invite}>
      <TextInput
        label={label}
        description="Shown only now."
        readOnly
        value={value}
        onFocus={(event) => event.currentTarget.select()}
      />
      <CopyButton value={value}>
        {({ copied, copy }) => <Button onClick={copy}>{copied ? 'Copied' : 'Copy'}</Button>}
      </CopyButton>
    </div>
  );
}
