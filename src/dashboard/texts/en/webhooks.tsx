import type { ReactNode } from 'react';
import type { OutgoingDeliveriesAnswer, OutgoingWebhooksAnswer } from '../../../api/schemas/outgoing-webhooks.ts';
import type { OutgoingEvent, OutgoingState, OutgoingType } from '../../../domain/outgoing.ts';
import { formatCount, plural } from '../../format.ts';

type Webhook = OutgoingWebhooksAnswer['items'][number];
type Delivery = OutgoingDeliveriesAnswer['items'][number];

const states: Readonly<Record<OutgoingState, string>> = {
  active: 'Told of changes',
  paused: 'Paused: what changes meanwhile is not told',
  silent: 'Paused, since it took nothing for three days',
  gone: 'Gone: it answered 410, and is told no longer',
};

/** Programs that are told of changes. */
export const webhooksTexts = {
  title: 'Outgoing webhooks',
  notRead: 'The outgoing webhooks could not be read',
  lead: 'A chat bot or another program is told when flags and links change: within seconds, then once a minute at most, each call signed as Standard Webhooks says.',
  sees: 'A program sees what an owner sees, but for private scopes: of tasks there it learns how many changed, never which.',
  back: (link: (text: string) => ReactNode) => <>Part of the {link('settings')}.</>,
  noneTitle: 'No program is told yet',
  none: 'Give the address where a program of yours takes calls. It is told of what changes from then on.',
  add: 'Add an address',
  addTitle: 'Who is to be told',
  address: 'Address',
  addressHint: 'By https; by http only into networks listed in PLUMBLINE_PRIVATE_RANGES.',
  addressExample: 'https://bot.example/plumbline',
  toldOf: 'It is told of',
  events: {
    'flag.changed': 'changed flags',
    'link.changed': 'changed links',
  } satisfies Record<OutgoingEvent, string>,
  secret: 'Secret',
  secretHint: 'Shown only now. The program proves with it that a call is from here.',
  copy: 'Copy',
  copied: 'Copied',
  secretKept: 'I have kept it',
  state: (webhook: Webhook, since: ReactNode) => (
    <>
      {states[webhook.state]}
      {webhook.state === 'active' && webhook.failingSince !== null ? <>; it takes nothing since {since}</> : null}.
    </>
  ),
  facts: (webhook: Webhook, made: ReactNode, delivered: ReactNode) => (
    <>
      Added by {webhook.madeBy} {made};{' '}
      {webhook.deliveredAt === null ? 'no call was taken yet' : <>a call was taken last {delivered}</>}
      {webhook.waiting > 0 ? `; ${plural(webhook.waiting, 'change')} to be told` : ''}.
    </>
  ),
  test: 'Send a test',
  testing: 'A test is on its way.',
  pause: 'Pause',
  goOn: 'Let it go on',
  paused: (host: string) => `${host} is paused; what changes meanwhile is not told.`,
  wentOn: (host: string) => `${host} is told of what changes from now on.`,
  chosen: 'It is told of what was chosen.',
  rotate: 'New secret',
  rotateTitle: 'Make a new secret?',
  rotateSays:
    'Calls are signed with both for a day, so that the program can be given the new one. Then only the new one counts.',
  remove: 'Remove',
  removeTitle: (host: string) => `Remove ${host}?`,
  removeSays: 'It is told of nothing any more. Its secret and the list of its calls go too, and do not come back.',
  removed: (host: string) => `${host} is removed.`,
  calls: (host: string) => `Calls to ${host}`,
  showCalls: 'Show calls',
  hideCalls: 'Hide calls',
  noCalls: 'No call yet.',
  callsNotRead: 'The calls could not be read',
  when: 'When',
  what: 'What',
  became: 'What became of it',
  again: 'Once more',
  sendAgain: 'Send again',
  ofCall: (id: string) => `: ${id}`,
  types: {
    'flag.changed': 'flags',
    'link.changed': 'links',
    'webhook.test': 'test',
  } satisfies Record<OutgoingType, string>,
  content: ({ type, items, hidden }: Delivery): string => {
    if (type === 'webhook.test') return webhooksTexts.types[type];
    const unnamed = hidden > 0 ? `, ${formatCount(hidden)} not named` : '';
    return `${formatCount(items)} ${webhooksTexts.types[type]}${unnamed}`;
  },
  outcome: ({ state, status, trouble, attempts }: Delivery, next: ReactNode): ReactNode => {
    const tries = attempts > 1 ? ` after ${plural(attempts, 'try', 'tries')}` : '';
    if (state === 'delivered') return `taken${tries} (${status})`;
    if (state === 'failed') return `given up${tries}: ${trouble ?? ''}`;
    if (attempts === 0) return 'on its way';
    return (
      <>
        {trouble}; {plural(attempts, 'try', 'tries')}, next {next}
      </>
    );
  },
  verify: (link: (text: string) => ReactNode) => (
    <>How a program checks a call, and what it holds: {link('docs/outgoing-webhooks.md')}.</>
  ),
};
