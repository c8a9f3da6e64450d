import { Button, CopyButton, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { FeedAddresses as Addresses } from '../../api/schemas/feeds.ts';
import { sendJson } from '../api.ts';
import { feedsQuery } from '../queries.ts';
import { feedsTexts as texts } from '../texts/en/outbox.tsx';
import letterClasses from './letter.module.css';
import classes from './people.module.css';
import { TimeAgo } from './time-ago.tsx';
import { Trouble } from './trouble.tsx';

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
    <section className={letterClasses.stack} aria-labelledby="feeds">
      <h2 id="feeds">{texts.title}</h2>
      <p className="soft measure">{texts.about}</p>
      {make.data ? <Made addresses={make.data} /> : <Standing madeAt={state.madeAt} readAt={state.readAt} />}
      <p>
        <Button variant="default" loading={make.isPending} onClick={() => make.mutate()}>
          {state.madeAt ? texts.makeOthers : texts.make}
        </Button>{' '}
        {state.madeAt && (
          <Button variant="subtle" loading={end.isPending} onClick={() => end.mutate()}>
            {texts.end}
          </Button>
        )}
      </p>
      <Trouble error={fault} />
    </section>
  );
}

function Standing({ madeAt, readAt }: { madeAt: string | null; readAt: string | null }) {
  if (madeAt === null) return <p>{texts.none}</p>;
  return <p>{texts.made(<TimeAgo at={madeAt} />, readAt === null ? null : <TimeAgo at={readAt} />)}</p>;
}

function Made({ addresses }: { addresses: Addresses }) {
  return (
    <div role="status">
      <Address label={texts.feed} value={addresses.atom} />
      <Address label={texts.calendar} value={addresses.calendar} />
    </div>
  );
}

function Address({ label, value }: { label: string; value: string }) {
  return (
    <div className={classes.invite}>
      <TextInput
        label={label}
        description={texts.onlyNow}
        readOnly
        value={value}
        onFocus={(event) => event.currentTarget.select()}
      />
      <CopyButton value={value}>
        {({ copied, copy }) => <Button onClick={copy}>{copied ? texts.copied : texts.copy}</Button>}
      </CopyButton>
    </div>
  );
}
