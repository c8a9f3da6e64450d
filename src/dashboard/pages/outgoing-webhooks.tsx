import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { OutgoingForm } from '../components/outgoing-form.tsx';
import { OutgoingItem } from '../components/outgoing-item.tsx';
import { Empty, Fault, PageSkeleton } from '../components/states.tsx';
import { useTitle } from '../hooks/use-title.ts';
import { outgoingQuery } from '../outgoing-queries.ts';
import { webhooksTexts as texts } from '../texts/en/webhooks.tsx';

/** Programs that are told of changes: who, of what, and what became of each call. For owners. */
export function OutgoingWebhooksPage() {
  const webhooks = useQuery(outgoingQuery);
  useTitle(texts.title);
  if (webhooks.isError && !webhooks.data)
    return <Fault isPage error={webhooks.error} what={texts.notRead} onRetry={() => void webhooks.refetch()} />;
  if (!webhooks.data) return <PageSkeleton />;
  const { items } = webhooks.data;
  return (
    <div data-page>
      <div>
        <h1>{texts.title}</h1>
        <p className="measure">{texts.lead}</p>
        <p className="soft measure">
          {texts.sees}{' '}
          {texts.back((text) => (
            <Link to="/settings">{text}</Link>
          ))}
        </p>
      </div>
      {items.length === 0 && (
        <Empty title={texts.noneTitle}>
          <p>{texts.none}</p>
        </Empty>
      )}
      {items.map((webhook) => (
        <OutgoingItem key={webhook.id} webhook={webhook} />
      ))}
      <OutgoingForm />
      <p className="soft small">
        {texts.verify((text) => (
          <code>{text}</code>
        ))}
      </p>
    </div>
  );
}
