import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Empty, Fault } from '../components/states.tsx';
import { useTitle } from '../hooks/use-title.ts';

export function NotFoundPage() {
  useTitle('No such page');
  return (
    <Empty
      isPage
      title="There is no page here"
      action={
        <Button component={Link} to="/">
          To the overview
        </Button>
      }
    >
      <p>The address may be cut short. To find a task, paste its key or its URL into the search above.</p>
    </Empty>
  );
}

/** A fault of the page itself, not of an answer. */
export function PageFault({ error }: { error: unknown }) {
  return <Fault isPage error={error} what="This page broke" onRetry={() => window.location.reload()} />;
}
