import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Command, Empty } from '../components/states.tsx';
import { defaultState, type ListSearch } from '../list-search.ts';
import { connectionsQuery, goalsQuery, sessionQuery } from '../queries.ts';
import { noTasksTexts as texts } from '../texts/en/list.tsx';

/** An empty list says which of the possible reasons it is: nothing connected, nothing read, no goals, or simply none. */
export function NoTasks({ search, onClear }: { search: ListSearch; onClear: () => void }) {
  const connections = useQuery(connectionsQuery);
  const goals = useQuery(goalsQuery());
  const isNarrowed = Object.keys(search).some((name) => !['state', 'sort', 'group', 'closed'].includes(name));
  if (connections.data?.items.length === 0) return <NothingConnected />;
  if (isNarrowed)
    return (
      <Empty title={texts.noMatch} action={<Button onClick={onClear}>{texts.clearFilters}</Button>}>
        <p>{texts.takeAway}</p>
      </Empty>
    );
  if (goals.data?.items.length === 0) return <NoGoals />;
  if ((search.state ?? defaultState) === defaultState)
    return (
      <Empty title={texts.allServe}>
        <p>
          {texts.nothingWaits((text) => (
            <Link to="/goals">{text}</Link>
          ))}
        </p>
      </Empty>
    );
  return (
    <Empty title={texts.noneToday}>
      <p>
        {texts.back((text) => (
          <Link to="/unaligned">{text}</Link>
        ))}
      </p>
    </Empty>
  );
}

export function NothingConnected({ isPage = false }: { isPage?: boolean }) {
  const isOwner = useQuery(sessionQuery).data?.person.role === 'owner';
  const begin = (
    <Button component={Link} to="/start" variant="filled">
      {texts.connect}
    </Button>
  );
  return (
    <Empty isPage={isPage} title={texts.notConnected} action={isOwner ? begin : undefined}>
      <p>{texts.onlyReads}</p>
      {!isOwner && <p>{texts.askOwner}</p>}
    </Empty>
  );
}

export function NoGoals({ isPage = false }: { isPage?: boolean }) {
  const isOwner = useQuery(sessionQuery).data?.person.role === 'owner';
  const bring = (
    <Button renderRoot={(props) => <Link {...props} to="/start" search={{ step: 'goals' }} />}>
      {texts.bringThem}
    </Button>
  );
  return (
    <Empty isPage={isPage} title={texts.noGoals} action={isOwner ? bring : undefined}>
      <p>{texts.bringGoals}</p>
      <p>
        <Command>{texts.goalsCommand}</Command>
      </p>
      <p className="soft small">{texts.showsFirst}</p>
    </Empty>
  );
}
