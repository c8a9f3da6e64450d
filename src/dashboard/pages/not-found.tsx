import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Empty, Fault } from '../components/states.tsx';
import { useTitle } from '../hooks/use-title.ts';
import { notFoundTexts as texts } from '../texts/en/states.ts';

export function NotFoundPage() {
  useTitle(texts.pageTitle);
  return (
    <Empty
      isPage
      title={texts.title}
      action={
        <Button component={Link} to="/">
          {texts.toOverview}
        </Button>
      }
    >
      <p>{texts.advice}</p>
    </Empty>
  );
}

/** A fault of the page itself, not of an answer. */
export function PageFault({ error }: { error: unknown }) {
  return <Fault isPage error={error} what={texts.broke} onRetry={() => window.location.reload()} />;
}
