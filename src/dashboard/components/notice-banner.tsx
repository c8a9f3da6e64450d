import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { NoticesAnswer } from '../../api/schemas/notices.ts';
import { sendJson } from '../api.ts';
import { noticesQuery } from '../queries.ts';
import { shellTexts as texts } from '../texts/en/shell.tsx';
import classes from './notice-banner.module.css';
import { TimeAgo } from './time-ago.tsx';

type Notice = NoticesAnswer['items'][number];

/** What an owner has to mend in a tool, above every page until it is mended or put out of the way. */
export function NoticeBanner() {
  const notices = useQuery(noticesQuery).data?.items.filter((one) => one.seenAt === null) ?? [];
  if (notices.length === 0) return null;
  return (
    <section className={classes.banner} aria-label={texts.waitsForYou}>
      <ul className="plain-list">
        {notices.map((notice) => (
          <li key={notice.id} className={classes.notice}>
            <NoticeText notice={notice} />
            <SeenButton notice={notice} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function NoticeText({ notice }: { notice: Notice }) {
  return (
    <p className={classes.text}>
      {notice.text} {notice.action} <Way notice={notice} />{' '}
      <span className="soft small">{texts.noticeFound(<TimeAgo at={notice.foundAt} />)}</span>
    </p>
  );
}

/** To where it is mended: new credentials have a place of their own. */
function Way({ notice: { kind, connectionId, connectionName } }: { notice: Notice }) {
  if (connectionId === null || connectionName === null)
    return <Link to="/outgoing-webhooks">{texts.openOutgoing}</Link>;
  const isRefused = kind === 'unauthorised';
  return (
    <Link to="/connections/$connectionId" params={{ connectionId }} {...(isRefused ? { hash: 'credentials' } : {})}>
      {isRefused ? texts.giveCredentials(connectionName) : texts.openConnection(connectionName)}
    </Link>
  );
}

function SeenButton({ notice }: { notice: Notice }) {
  const client = useQueryClient();
  const see = useMutation({
    mutationFn: () => sendJson<void>('POST', `/notices/${notice.id}/seen`),
    onSettled: () => client.invalidateQueries({ queryKey: noticesQuery.queryKey }),
  });
  return (
    <Button variant="subtle" disabled={see.isPending} onClick={() => see.mutate()} title={texts.laterHint}>
      {texts.later}
      <span className="visually-hidden">{texts.laterOf(notice.connectionName ?? notice.text)}</span>
    </Button>
  );
}
