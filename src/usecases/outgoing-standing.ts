import { SILENT_AFTER_MS } from '../domain/outgoing.ts';
import type { Tx } from '../store/database.ts';
import { clearNotice, raiseNotice } from '../store/notices.ts';
import { forgetChanges } from '../store/outgoing-changes.ts';
import { giveUpWaiting } from '../store/outgoing-deliveries.ts';
import { holdOutgoing, type OutgoingWebhook, updateOutgoing } from '../store/outgoing-webhooks.ts';

const KIND = 'outgoing-webhook';

/** It said that it is gone: nothing is sent there any more, and what it was signed with is forgotten. */
export async function endGone(tx: Tx, webhook: OutgoingWebhook, at: Date): Promise<void> {
  await end(tx, webhook, at, {
    state: 'gone',
    text: `${hostOf(webhook)} answered that it is gone (410): it is told of changes no longer.`,
    action: 'Remove the webhook, or add its new address.',
  });
}

/** Took nothing for days: left alone until a person lets it go on. */
export async function silenceLong(tx: Tx, webhook: OutgoingWebhook, since: Date | null, at: Date): Promise<void> {
  if (since === null || at.getTime() - since.getTime() < SILENT_AFTER_MS) return;
  await end(tx, webhook, at, {
    state: 'silent',
    text: `${hostOf(webhook)} has taken nothing for three days: its webhook is paused, and what changed meanwhile is not told.`,
    action: 'Mend the address, send a test, then let it go on.',
  });
}

interface End {
  readonly state: 'gone' | 'silent';
  readonly text: string;
  readonly action: string;
}

async function end(tx: Tx, { id }: OutgoingWebhook, at: Date, { state, text, action }: End): Promise<void> {
  const stands = await holdOutgoing(tx, id);
  if (!stands || stands.state === 'gone' || (state === 'silent' && stands.state !== 'active')) return;
  await updateOutgoing(tx, id, { state, ...(state === 'gone' ? { sealedSecrets: null } : {}) });
  await forgetChanges(tx, id);
  await giveUpWaiting(tx, id, state === 'gone' ? 'it is gone' : 'nothing was taken for three days', at);
  await raiseNotice(tx, { connectionId: null, kind: KIND, subject: id, text, action, at });
}

/** It works again, or nobody wants it any more. */
export async function welcomeBack(tx: Tx, { id }: Pick<OutgoingWebhook, 'id'>, at: Date): Promise<void> {
  await clearNotice(tx, { connectionId: null, kind: KIND, subject: id }, at);
}

/** What of an address is shown where a path may hold a secret. */
export function hostOf({ url }: Pick<OutgoingWebhook, 'url'>): string {
  return new URL(url).host;
}
