import { randomUUID } from 'node:crypto';
import type { Reach } from '../../connectors/connector.ts';
import { refusalOf } from '../../connectors/outgoing.ts';
import { OUTGOING_EVENTS, type OutgoingEvent, TEST_EVENT } from '../domain/outgoing.ts';
import { type Actor, insertAuditEvent } from '../store/audit.ts';
import { type Database, inTransaction, type Tx } from '../store/database.ts';
import { forgetChanges } from '../store/outgoing-changes.ts';
import { giveUpWaiting, insertOutgoingDelivery, sendAgain } from '../store/outgoing-deliveries.ts';
import {
  deleteOutgoing,
  findOutgoing,
  holdOutgoing,
  insertOutgoing,
  listOutgoing,
  type OutgoingWebhook,
  updateOutgoing,
} from '../store/outgoing-webhooks.ts';
import type { SecretBox } from '../store/secrets.ts';
import { UseCaseError } from './errors.ts';
import { newMessageId } from './gather-outgoing.ts';
import { mintSigningSecret, openSigning, sealSigning, withNewSecret } from './outgoing-secrets.ts';
import { hostOf, welcomeBack } from './outgoing-standing.ts';

export interface ChangeOutgoingDeps {
  readonly db: Database;
  readonly now: () => number;
  /** The real clock, by which a replaced secret ends. */
  readonly clock: () => number;
  readonly secrets: SecretBox;
  /** Which addresses may be called. */
  readonly reach: Reach;
}

const WEBHOOKS_MAX = 20;

/**
 * Adds an address that is told of what changes from now on. @returns Its id, and what its calls are signed with: shown this once.
 *
 * @throws UseCaseError `bad-address`, `too-many-webhooks`
 */
export async function addOutgoing(
  deps: ChangeOutgoingDeps,
  by: Actor,
  given: { readonly url: string; readonly events: readonly OutgoingEvent[] },
): Promise<{ id: string; secret: string }> {
  const url = checkedAddress(given.url, deps.reach);
  const id = randomUUID();
  const secret = mintSigningSecret();
  const at = new Date(deps.now());
  const sealedSecrets = sealSigning(deps.secrets, { id, url }, [{ secret, until: null }]);
  await inTransaction(deps.db, async (tx) => {
    if ((await listOutgoing(tx)).length >= WEBHOOKS_MAX) {
      throw new UseCaseError('too-many-webhooks', `There are ${WEBHOOKS_MAX} webhooks already; remove one first.`);
    }
    await insertOutgoing(tx, { id, url, events: inOrder(given.events), sealedSecrets, madeAt: at, madeBy: by.name });
    await note(tx, by, at, 'added', { id, url }, `Added an outgoing webhook to ${hostOf({ url })}.`);
  });
  return { id, secret };
}

/** Chooses events, pauses, or lets go on; what changes while it is paused is not told. @throws UseCaseError `no-such-webhook`, `webhook-gone` */
export async function changeOutgoing(
  deps: ChangeOutgoingDeps,
  by: Actor,
  id: string,
  change: { readonly events?: readonly OutgoingEvent[] | undefined; readonly isPaused?: boolean | undefined },
): Promise<void> {
  const at = new Date(deps.now());
  await changing(deps, id, async (tx, webhook) => {
    if (webhook.state === 'gone') throw new UseCaseError('webhook-gone', 'This address is gone; add the new one.');
    if (change.events) {
      const events = inOrder(change.events);
      await updateOutgoing(tx, id, { events });
      await forgetChanges(tx, id, events);
      await note(
        tx,
        by,
        at,
        'changed',
        webhook,
        `Chose ${events.join(' and ')} for the webhook to ${hostOf(webhook)}.`,
      );
    }
    if (change.isPaused !== undefined && change.isPaused !== (webhook.state !== 'active')) {
      await (change.isPaused ? pause(tx, webhook, at) : goOn(tx, webhook, at));
      const does = change.isPaused ? 'Paused' : 'Let go on';
      await note(tx, by, at, 'changed', webhook, `${does} the webhook to ${hostOf(webhook)}.`);
    }
  });
}

async function pause(tx: Tx, { id }: OutgoingWebhook, at: Date): Promise<void> {
  await updateOutgoing(tx, id, { state: 'paused' });
  await forgetChanges(tx, id);
  await giveUpWaiting(tx, id, 'it was paused', at);
}

async function goOn(tx: Tx, webhook: OutgoingWebhook, at: Date): Promise<void> {
  await updateOutgoing(tx, webhook.id, { state: 'active', failingSince: null });
  await welcomeBack(tx, webhook, at);
}

/** Another secret, shown this once; the one before signs a day longer beside it. @throws UseCaseError `no-such-webhook`, `webhook-gone` */
export async function rotateOutgoing(deps: ChangeOutgoingDeps, by: Actor, id: string): Promise<{ secret: string }> {
  const secret = mintSigningSecret();
  await changing(deps, id, async (tx, webhook) => {
    if (webhook.state === 'gone') throw new UseCaseError('webhook-gone', 'This address is gone; add the new one.');
    const kept = withNewSecret(openOrNone(deps, webhook), secret, deps.clock());
    await updateOutgoing(tx, id, { sealedSecrets: sealSigning(deps.secrets, webhook, kept) });
    await note(
      tx,
      by,
      new Date(deps.now()),
      'changed',
      webhook,
      `Gave the webhook to ${hostOf(webhook)} a new secret.`,
    );
  });
  return { secret };
}

/** One that does not open any more is what a new one mends. */
function openOrNone({ secrets, clock }: ChangeOutgoingDeps, webhook: OutgoingWebhook) {
  try {
    return openSigning(secrets, webhook, clock());
  } catch {
    return [];
  }
}

/** @throws UseCaseError `no-such-webhook` */
export async function removeOutgoing(deps: ChangeOutgoingDeps, by: Actor, id: string): Promise<void> {
  const at = new Date(deps.now());
  await changing(deps, id, async (tx, webhook) => {
    await deleteOutgoing(tx, id);
    await welcomeBack(tx, webhook, at);
    await note(tx, by, at, 'removed', webhook, `Removed the outgoing webhook to ${hostOf(webhook)}.`);
  });
}

/** Sends a call that says nothing but that it arrives; also where it is paused, to see whether it is mended. @throws as above */
export async function testOutgoing(deps: ChangeOutgoingDeps, id: string): Promise<{ deliveryId: number }> {
  const webhook = await findOutgoing(deps.db, id);
  if (!webhook) throw noSuchWebhook();
  if (webhook.state === 'gone') throw new UseCaseError('webhook-gone', 'This address is gone; add the new one.');
  const row = { webhookId: id, type: TEST_EVENT, madeAt: new Date(deps.now()), items: [], hidden: 0 } as const;
  return { deliveryId: await insertOutgoingDelivery(deps.db, { ...row, messageId: newMessageId() }) };
}

/** The same delivery under the same id, once more. @throws UseCaseError `no-such-webhook`, `no-such-delivery`, `webhook-paused` */
export async function redeliverOutgoing(deps: ChangeOutgoingDeps, id: string, deliveryId: number): Promise<void> {
  const webhook = await findOutgoing(deps.db, id);
  if (!webhook) throw noSuchWebhook();
  if (webhook.state !== 'active') throw new UseCaseError('webhook-paused', 'It is paused; let it go on first.');
  if (await sendAgain(deps.db, id, deliveryId, new Date(deps.now()))) return;
  throw new UseCaseError('no-such-delivery', `There is no delivery ${deliveryId}, or it is being sent already.`, {
    isNotFound: true,
  });
}

async function changing(
  deps: ChangeOutgoingDeps,
  id: string,
  work: (tx: Tx, webhook: OutgoingWebhook) => Promise<void>,
): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const webhook = await holdOutgoing(tx, id);
    if (!webhook) throw noSuchWebhook();
    await work(tx, webhook);
  });
}

function noSuchWebhook(): UseCaseError {
  return new UseCaseError('no-such-webhook', 'There is no such webhook.', { isNotFound: true });
}

function inOrder(events: readonly OutgoingEvent[]): OutgoingEvent[] {
  return OUTGOING_EVENTS.filter((event) => events.includes(event));
}

/** Its path may be a secret of the receiver's, and so stays out of the trail. */
async function note(
  tx: Tx,
  by: Actor,
  at: Date,
  how: 'added' | 'changed' | 'removed',
  webhook: Pick<OutgoingWebhook, 'id' | 'url'>,
  says: string,
): Promise<void> {
  const about = { webhookId: webhook.id, host: hostOf(webhook) };
  await insertAuditEvent(tx, by, at, { what: `outgoing-webhook-${how}`, about, says });
}

function checkedAddress(text: string, reach: Reach): string {
  const url = URL.parse(text.trim());
  if (!url || !['http:', 'https:'].includes(url.protocol) || url.username || url.password || url.hash) {
    throw new UseCaseError(
      'bad-address',
      'Write an address such as https://bot.example/plumbline, without user and #.',
    );
  }
  const why = refusalOf(url, reach);
  if (why !== null) throw new UseCaseError('bad-address', `This address cannot be called: ${why}.`);
  return url.href;
}
