import type { Logger } from 'pino';
import { Webhook } from 'standardwebhooks';
import type { OutgoingPost, PostResult } from '../../connectors/outgoing.ts';
import { CALLS_A_MINUTE_MAX, GATHER_EVERY_MS, waitAfterMs } from '../domain/outgoing.ts';
import { StoreError } from '../store/errors.ts';
import {
  findNextDelivery,
  noteOutgoingOutcome,
  noteStanding,
  noteTry,
  type OutgoingDelivery,
} from '../store/outgoing-deliveries.ts';
import { endLease, type OutgoingWebhook, prolongLease, takeOutgoing } from '../store/outgoing-webhooks.ts';
import type { SecretBox } from '../store/secrets.ts';
import { nameTasks } from '../store/views/tasks.ts';
import { type GatherDeps, gatherOutgoing, OUTGOING_VIEWER } from './gather-outgoing.ts';
import { openSigning } from './outgoing-secrets.ts';
import { endGone, silenceLong, welcomeBack } from './outgoing-standing.ts';
import { momentOf } from './view-query.ts';

export interface SendOutgoingDeps extends GatherDeps {
  /** The real clock: receivers hold the time of a call against theirs. */
  readonly clock: () => number;
  readonly secrets: SecretBox;
  readonly post: OutgoingPost;
  readonly random?: () => number;
  readonly log?: Pick<Logger, 'info'>;
}

/** Addresses called at once; a slow one holds up no other. */
const LANES = 4;
/** Longer than any call takes: whoever is silent for so long is gone. */
const LEASE_MS = 60_000;

/**
 * Sends what is due to every address that waits for something, one call after the other to each. The delivery is a row before it is sent and
 * keeps its id: after a crash it is sent again, and known again by whoever got it.
 *
 * @returns How many calls were made.
 */
export async function sendOutgoing(deps: SendOutgoingDeps, signal: AbortSignal): Promise<number> {
  const worked: string[] = [];
  const lanes = await Promise.all(Array.from({ length: LANES }, () => runLane(deps, worked, signal)));
  return lanes.reduce((sum, calls) => sum + calls, 0);
}

/** Each address has one turn; what comes meanwhile is for the next job, seconds later. */
async function runLane(deps: SendOutgoingDeps, worked: string[], signal: AbortSignal): Promise<number> {
  let calls = 0;
  for (;;) {
    signal.throwIfAborted();
    const now = deps.now();
    const webhook = await takeOutgoing(deps.db, new Date(now), new Date(now + LEASE_MS), worked);
    if (!webhook) return calls;
    worked.push(webhook.id);
    calls += await workOff(deps, webhook, new Date(now + LEASE_MS), signal);
  }
}

async function workOff(deps: SendOutgoingDeps, webhook: OutgoingWebhook, lease: Date, signal: AbortSignal) {
  let until = lease;
  let hasGathered = false;
  let calls = 0;
  try {
    while (calls < CALLS_A_MINUTE_MAX) {
      const next = await findNextDelivery(deps.db, webhook.id, {
        onlyTests: webhook.state !== 'active',
        now: new Date(deps.now()),
      });
      if (next && next.retryAt.getTime() > deps.now()) break;
      const later = new Date(Math.max(deps.now() + LEASE_MS, until.getTime() + 1));
      if (!(await prolongLease(deps.db, webhook.id, until, later))) return calls;
      until = later;
      if (next) {
        calls += 1;
        if (!(await deliver(deps, webhook, next, signal))) break;
      } else {
        hasGathered = true;
        if (webhook.state !== 'active' || (await gatherOutgoing(deps, webhook.id)) === 0) break;
      }
    }
  } finally {
    const isLater = hasGathered || calls === CALLS_A_MINUTE_MAX;
    await endLease(deps.db, webhook.id, until, isLater ? new Date(deps.now() + GATHER_EVERY_MS) : null);
  }
  return calls;
}

/** @returns Whether the address may be called on at once. */
async function deliver(
  deps: SendOutgoingDeps,
  webhook: OutgoingWebhook,
  delivery: OutgoingDelivery,
  signal: AbortSignal,
): Promise<boolean> {
  await noteTry(deps.db, delivery.id);
  const body = await bodyOf(deps, delivery);
  const result = await call(deps, webhook, delivery, body, signal);
  return settle(deps, webhook, { ...delivery, attempts: delivery.attempts + 1 }, result);
}

async function call(
  { secrets, post, clock }: SendOutgoingDeps,
  webhook: OutgoingWebhook,
  { messageId }: OutgoingDelivery,
  body: string,
  signal: AbortSignal,
): Promise<PostResult> {
  try {
    const at = new Date(clock());
    const signatures = openSigning(secrets, webhook, at.getTime()).map(({ secret }) =>
      new Webhook(secret).sign(messageId, at, body),
    );
    const headers = {
      'content-type': 'application/json',
      'user-agent': 'plumbline',
      'webhook-id': messageId,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': signatures.join(' '),
    };
    return await post.send(new URL(webhook.url), headers, body, signal);
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    return { is: 'unanswered', because: 'its secret does not open any more; give it a new one' };
  }
}

/** A scope that was closed while the delivery waited is not named by it any more. */
async function bodyOf(deps: SendOutgoingDeps, delivery: OutgoingDelivery): Promise<string> {
  const ids = delivery.items.map(({ task }) => task.id);
  const visible = await nameTasks(deps.db, OUTGOING_VIEWER, ids, await momentOf(deps.db, deps.now()));
  const items = delivery.items.filter(({ task }) => visible.has(task.id));
  const hidden = delivery.hidden + delivery.items.length - items.length;
  return JSON.stringify({ type: delivery.type, timestamp: delivery.madeAt.toISOString(), data: { items, hidden } });
}

async function settle(
  deps: SendOutgoingDeps,
  webhook: OutgoingWebhook,
  delivery: OutgoingDelivery,
  result: PostResult,
): Promise<boolean> {
  const at = new Date(deps.now());
  const status = result.is === 'answered' ? result.status : null;
  const isGood = status !== null && status >= 200 && status < 300;
  const isTest = delivery.type === 'webhook.test';
  const trouble = isGood ? null : wordsOf(result);
  deps.log?.info({ webhook: webhook.id, delivery: delivery.id, status, trouble }, 'An outgoing webhook was called');
  await deps.db.transaction().execute(async (tx) => {
    const told = result.is === 'answered' ? result.retryAfterMs : null;
    const waitMs = isGood || isTest ? null : waitAfterMs(delivery.attempts, told, (deps.random ?? Math.random)());
    await noteOutgoingOutcome(
      tx,
      delivery.id,
      waitMs === null
        ? { state: isGood ? 'delivered' : 'failed', status, trouble }
        : { state: 'waiting', status, trouble, retryAt: new Date(at.getTime() + waitMs) },
      at,
    );
    if (status === 410) await endGone(tx, webhook, at);
    else if (isGood) {
      await noteStanding(tx, webhook.id, true, at);
      await welcomeBack(tx, webhook, at);
    } else if (!isTest) await silenceLong(tx, webhook, await noteStanding(tx, webhook.id, false, at), at);
  });
  return isGood;
}

function wordsOf(result: PostResult): string {
  if (result.is === 'unanswered') return result.because;
  const { status } = result;
  if (status === 410) return 'it answered 410: it is gone';
  if (status >= 300 && status < 400) return `it sends us elsewhere (${status}), which is never followed`;
  return `it answered ${status}`;
}
