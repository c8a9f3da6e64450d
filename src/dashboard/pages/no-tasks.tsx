import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Command, Empty } from '../components/states.tsx';
import { defaultState, type ListSearch } from '../list-search.ts';
import { connectionsQuery, goalsQuery } from '../queries.ts';

/** An empty list says which of the possible reasons it is: nothing connected, nothing read, no goals, or simply none. */
export function NoTasks({ search, onClear }: { search: ListSearch; onClear: () => void }) {
  const connections = useQuery(connectionsQuery);
  const goals = useQuery(goalsQuery());
  const isNarrowed = Object.keys(search).some((name) => !['state', 'sort', 'group', 'closed'].includes(name));
  if (connections.data?.items.length === 0) return <NothingConnected />;
  if (isNarrowed)
    return (
      <Empty title="Nothing matches these filters" action={<Button onClick={onClear}>Clear the filters</Button>}>
        <p>Take one away, or clear them all.</p>
      </Empty>
    );
  if (goals.data?.items.length === 0) return <NoGoals />;
  if ((search.state ?? defaultState) === defaultState)
    return (
      <Empty title="All work that can be judged serves a goal">
        <p>
          Nothing waits here. See <Link to="/goals">which goals nobody works on</Link>.
        </p>
      </Empty>
    );
  return (
    <Empty title="No task is in this state today">
      <p>
        Back to <Link to="/unaligned">work with no why yet</Link>.
      </p>
    </Empty>
  );
}

export function NothingConnected({ isPage = false }: { isPage?: boolean }) {
  return (
    <Empty
      isPage={isPage}
      title="No tool is connected yet"
      action={
        <Button component={Link} to="/connections/new" variant="filled">
          Connect Jira, Asana or Trello
        </Button>
      }
    >
      <p>Plumbline reads tasks from the tools your teams already use. It only reads, and changes nothing there.</p>
    </Empty>
  );
}

export function NoGoals({ isPage = false }: { isPage?: boolean }) {
  return (
    <Empty isPage={isPage} title="No goals yet">
      <p>Tasks can only hang on goals that are known. Bring yours from a YAML or CSV file:</p>
      <p>
        <Command>npx plumbline import goals FILE</Command>
      </p>
      <p className="soft small">It shows what would change first. An example is config/examples/goals.yaml.</p>
    </Empty>
  );
}
