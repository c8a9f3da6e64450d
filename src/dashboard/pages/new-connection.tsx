import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { ConnectFlow } from '../components/connect-flow.tsx';
import { ConsentReturn } from '../components/consent-return.tsx';
import { Steps } from '../components/steps.tsx';
import { useTitle } from '../hooks/use-title.ts';
import { sessionQuery } from '../queries.ts';
import { connectTexts as texts } from '../texts/en/connections.tsx';

const route = getRouteApi('/signed-in/connections/new');

/** A path with visible steps; its last one, what is read, stands on the page of the connection that came of it. */
export function NewConnectionPage() {
  const { consent, tool } = route.useSearch();
  const navigate = useNavigate();
  const session = useQuery(sessionQuery).data;
  useTitle(texts.title);
  if (session && session.person.role !== 'owner')
    return (
      <div data-page>
        <h1>{texts.ownerOnly}</h1>
        <p className="measure">{texts.ownerOnlyWhy}</p>
      </div>
    );
  if (consent) return <ConsentReturn consentId={consent} />;
  return (
    <div data-page>
      <h1>{texts.title}</h1>
      <Steps names={texts.steps} at={tool ? 1 : 0} />
      <ConnectFlow
        tool={tool}
        onTool={(chosen) => void navigate({ to: '/connections/new', search: chosen ? { tool: chosen } : {} })}
        onConnected={({ id }) =>
          void navigate({ to: '/connections/$connectionId', params: { connectionId: id }, replace: true })
        }
      />
    </div>
  );
}
