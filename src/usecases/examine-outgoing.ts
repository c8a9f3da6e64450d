import type { OutgoingState } from '../domain/outgoing.ts';
import type { Database } from '../store/database.ts';
import { listOutgoing, type OutgoingWebhook } from '../store/outgoing-webhooks.ts';
import type { Finding } from './finding.ts';
import { hostOf } from './outgoing-standing.ts';

const TODO: Readonly<Record<Exclude<OutgoingState, 'active' | 'paused'>, string>> = {
  silent: 'Mend the address, send a test from the page of outgoing webhooks, then let it go on.',
  gone: 'Remove it on the page of outgoing webhooks, or add its new address.',
};

/** How it goes with the programs that are told of changes; nothing is sent. Empty where there is none. */
export async function examineOutgoing(db: Database): Promise<Finding[]> {
  return (await listOutgoing(db)).map(findingOf);
}

function findingOf(webhook: OutgoingWebhook): Finding {
  const part = hostOf(webhook);
  const { state, failingSince, deliveredAt } = webhook;
  if (state === 'silent' || state === 'gone') {
    const says = state === 'gone' ? 'answered 410, is told no longer' : 'took nothing for three days, is paused';
    return { part, verdict: 'warning', says, todo: TODO[state] };
  }
  if (state === 'paused') return { part, verdict: 'good', says: 'is paused', todo: null };
  if (failingSince) {
    const todo = 'Its page says what it answers; it is called again ever more seldom.';
    return { part, verdict: 'warning', says: `takes nothing since ${failingSince.toISOString()}`, todo };
  }
  const last = deliveredAt ? `, last ${deliveredAt.toISOString()}` : '';
  return { part, verdict: 'good', says: `is told of changes${last}`, todo: null };
}
