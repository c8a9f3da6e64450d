import { Button, Code, CopyButton } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ConnectionDetail } from '../../api/schemas/connections.ts';
import type { WebhookByHandAnswer } from '../../api/schemas/webhook-by-hand.ts';
import { TOOL_WORDS } from '../../domain/wording.ts';
import { ApiProblem, getJson, sendJson } from '../api.ts';
import { TimeAgo } from './time-ago.tsx';

/** While somebody sets it up the token may arrive any moment. */
const LOOK_EVERY_MS = 2_000;

/** A webhook that only a person can make, in the wiki's own settings: an address to be pasted there, then a token. */
export function WebhookByHand({ connection }: { connection: ConnectionDetail }) {
  const client = useQueryClient();
  const path = `/connections/${encodeURIComponent(connection.id)}/webhook`;
  const key = ['webhook-by-hand', connection.id];
  const made = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => getJson<WebhookByHandAnswer>(path, {}, signal),
    refetchInterval: ({ state }) => (isUnderWay(state.data) ? LOOK_EVERY_MS : false),
  });
  const begin = useMutation({
    mutationFn: () => sendJson<WebhookByHandAnswer>('POST', path, {}),
    onSuccess: (answer) => client.setQueryData(key, answer),
  });
  if (!made.data) return null;
  const tool = TOOL_WORDS[connection.tool];
  const isBegun = made.data.state !== 'none';
  return (
    <section aria-labelledby="by-hand">
      <h2 id="by-hand">Changes as they happen</h2>
      <div aria-live="polite">
        <Stage made={made.data} tool={tool} />
      </div>
      <p>
        <Button loading={begin.isPending} variant={isBegun ? 'subtle' : 'default'} onClick={() => begin.mutate()}>
          {isBegun ? 'Begin anew with another address' : `Set up ${tool}’s webhook`}
        </Button>
      </p>
      {begin.isError && (
        <p role="alert" className="small">
          {begin.error instanceof ApiProblem ? begin.error.detail : 'That could not be done. Try again.'}
        </p>
      )}
    </section>
  );
}

function isUnderWay(made: WebhookByHandAnswer | undefined): boolean {
  return made?.state === 'waiting' || made?.state === 'handed';
}

function Stage({ made, tool }: { made: WebhookByHandAnswer; tool: string }) {
  if (made.state === 'waiting')
    return (
      <>
        <p className="measure">
          1. In {tool}, open the settings of your integration, then Webhooks, and create a subscription with this
          address. {tool} sends a token to it, which appears here.
        </p>
        <Secret text={made.address} what="address" />
        {made.openUntil && (
          <p className="small soft">
            The token is waited for until <TimeAgo at={made.openUntil} />.
          </p>
        )}
      </>
    );
  if (made.state === 'handed')
    return (
      <>
        <p className="measure">2. The token has come. Paste it back into {tool} and verify the subscription there.</p>
        <Secret text={made.verificationToken} what="token" />
        <p className="small soft">It is shown until the first change is told, and never again.</p>
      </>
    );
  return (
    <p className="measure">
      {made.state === 'working'
        ? `${tool} tells of changes as they happen.`
        : `${tool} is asked for changes every quarter of an hour. With a webhook, made by hand in its settings, it tells of them at once.`}
    </p>
  );
}

function Secret({ text, what }: { text: string | null; what: string }) {
  if (text === null) return null;
  return (
    <p>
      <Code>{text}</Code>{' '}
      <CopyButton value={text}>
        {({ copied, copy }) => (
          <Button size="xs" variant="subtle" onClick={copy}>
            {copied ? 'Copied' : `Copy the ${what}`}
          </Button>
        )}
      </CopyButton>
    </p>
  );
}
