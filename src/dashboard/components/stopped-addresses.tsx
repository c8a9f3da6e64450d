import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { PeopleAnswer } from '../../api/schemas/people.ts';
import { formatCount } from '../format.ts';
import { useMailAgain } from '../hooks/use-mail-again.ts';
import { stoppedTexts as texts } from '../texts/en/people.tsx';
import { DataTable } from './data-table.tsx';
import { TimeAgo } from './time-ago.tsx';

type Stopped = PeopleAnswer['stopped'][number];

/** A mail server that refuses everybody is mended there, not row by row. */
const shownMax = 50;

/** Addresses that digests came back from, each with the way to try it again. */
export function StoppedAddresses({ stopped }: Pick<PeopleAnswer, 'stopped'>) {
  if (stopped.length === 0) return null;
  const shown = stopped.slice(0, shownMax);
  return (
    <section aria-labelledby="stopped">
      <h2 id="stopped">{texts.title(stopped.length)}</h2>
      <p className="small soft">{texts.why}</p>
      <DataTable
        caption={texts.caption}
        rows={shown}
        keyOf={({ id }) => id}
        columns={[
          {
            name: texts.person,
            cell: ({ id, name }) => (
              <Link to="/people" search={{ person: id }}>
                {name}
              </Link>
            ),
          },
          { name: texts.address, cell: ({ address }) => address },
          { name: texts.said, cell: ({ why }) => why },
          { name: texts.since, cell: ({ at }) => <TimeAgo at={at} /> },
          { name: texts.now, cell: (one) => <Again person={one} /> },
        ]}
      />
      {shown.length < stopped.length && (
        <p className="small soft">{texts.others(formatCount(stopped.length - shown.length))}</p>
      )}
    </section>
  );
}

function Again({ person }: { person: Stopped }) {
  const again = useMailAgain(person);
  return (
    <Button
      variant="subtle"
      aria-label={texts.againOf(person.name)}
      loading={again.isPending}
      onClick={() => again.mutate()}
    >
      {texts.again}
    </Button>
  );
}
