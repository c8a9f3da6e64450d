import { useQuery } from '@tanstack/react-query';
import { Outlet } from '@tanstack/react-router';
import { isSignedOut } from '../api.ts';
import { SignedOut } from '../pages/signed-out.tsx';
import { sessionQuery } from '../queries.ts';
import { statesTexts as texts } from '../texts/en/states.ts';
import { Fault, PageSkeleton } from './states.tsx';

/** Nothing of the organisation is drawn, nor asked for, before it is known who looks. */
export function SignedIn() {
  const session = useQuery(sessionQuery);
  if (session.isSuccess) return <Outlet />;
  if (session.isPending) return <PageSkeleton />;
  if (isSignedOut(session.error)) return <SignedOut />;
  return <Fault isPage error={session.error} what={texts.whoNotRead} onRetry={() => void session.refetch()} />;
}
