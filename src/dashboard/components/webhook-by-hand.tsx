import { Button, Code, CopyButton } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ConnectionDetail } from '../../api/schemas/connections.ts';
import type { WebhookByHandAnswer } from '../../api/schemas/webhook-by-hand.ts';
import { TOOL_WORDS } from '../../domain/wording.ts';
import { getJson, sendJson } from '../api.ts';
import { byHandTexts as texts } from '../texts/en/connection-parts.tsx';
import { TimeAgo } from './time-ago.tsx';
import { Trouble } from './trouble.tsx';

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
      <h2 id="by-hand">{texts.title}</h2>
      <div aria-live="polite">
        <Stage made={made.data} tool={tool} />
      </div>
      <p>
        <Button loading={begin.isPending} variant={isBegun ? 'subtle' : 'default'} onClick={() => begin.mutate()}>
          {isBegun ? texts.anew : texts.setUp(tool)}
        </Button>
      </p>
      <Trouble error={begin.error} />
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
        <p className="measure">{texts.first(tool)}</p>
        <Secret text={made.address} copyLabel={texts.copyAddress} />
        {made.openUntil && <p className="small soft">{texts.waitedFor(<TimeAgo at={made.openUntil} />)}</p>}
      </>
    );
  if (made.state === 'handed')
    return (
      <>
        <p className="measure">{texts.second(tool)}</p>
        <Secret text={made.verificationToken} copyLabel={texts.copyToken} />
        <p className="small soft">{texts.shownUntil}</p>
      </>
    );
  return <p className="measure">{made.state === 'working' ? texts.working(tool) : texts.asked(tool)}</p>;
}

function Secret({ text, copyLabel }: { text: string | null; copyLabel: string }) {
  if (text === null) return null;
  return (
    <p>
      <Code>{text}</Code>{' '}
      <CopyButton value={text}>
        {({ copied, copy }) => (
          <Button size="xs" variant="subtle" onClick={copy}>
            {copied ? texts.copied : copyLabel}
          </Button>
        )}
      </CopyButton>
    </p>
  );
}
