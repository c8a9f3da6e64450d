/** Tells webhooks of changes: compact events, signed over the raw bytes, tried again for 24 hours, then the webhook is deleted. */
import { createHmac } from 'node:crypto';
import type { DeliveryPolicy } from '../deliveries.ts';
import { isSeen } from '../state.ts';
import type { Changed } from '../world.ts';
import { type AsanaParts, sourceOf } from './answers.ts';
import { eventsOf } from './events.ts';
import { answerMaxMs } from './handshake.ts';
import { type Hook, passes } from './hooks.ts';
import { type AsanaRecord, isRecord } from './render.ts';

const minuteMs = 60_000;
/** Each wait twice the last one, 24 hours in all (Asana, "Webhook error handling and retry"; the steps are not published). */
const waitsMs = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 417].map((minutes) => minutes * minuteMs);
const giveUpMs = waitsMs.reduce((sum, each) => sum + each, 0);

/** One delivery to each webhook that watches what changed and lets it through. */
export function announce(changed: Changed, parts: AsanaParts): void {
  const source = sourceOf(parts);
  for (const hook of parts.hooks.all()) {
    const { watched } = hook;
    if (watched === null || ('groups' in watched && !isSeen(watched, source.now))) continue;
    const events = eventsOf(changed, watched, source).filter((event) => passes(hook, event));
    if (events.length > 0) send(hook, events, parts);
  }
}

/** A delivery without events: the webhook lives. Asana sends one after the handshake and every eight hours. */
export function beat(hook: Hook, parts: AsanaParts): void {
  send(hook, [], parts);
}

export function keepBeating(parts: AsanaParts, everyMs: number): void {
  const timer = setInterval(() => {
    for (const hook of parts.hooks.all()) beat(hook, parts);
  }, everyMs);
  timer.unref();
  parts.core.app.addHook('onClose', async () => clearInterval(timer));
}

function send(hook: Hook, events: readonly AsanaRecord[], parts: AsanaParts): void {
  const body = JSON.stringify({ events: events.map(compactEvent) });
  const signature = createHmac('sha256', hook.secret).update(body).digest('hex');
  const headers = { 'x-hook-signature': signature, 'x-asana-request-signature': signature };
  parts.core.postman.send({ webhook: hook.gid, url: hook.target, body, headers: () => headers }, policyOf(hook, parts));
}

function policyOf(hook: Hook, { core, hooks }: AsanaParts): DeliveryPolicy {
  let attempts = 0;
  return {
    waitsMs,
    timeoutMs: answerMaxMs,
    isRetried: (status) => !isTaken(status) && hooks.find(hook.gid) === hook,
    onAttempt: (_delivery, status, isLast) => {
      if (isTaken(status)) return noteSuccess(hook, core.clock.now);
      if (isLast) return hooks.remove(hook.gid);
      const waitMs = waitsMs[attempts] ?? 0;
      const waitedMs = waitsMs.slice(0, attempts).reduce((sum, each) => sum + each, 0);
      noteFailure(hook, { status, now: core.clock.now, waitMs, leftMs: giveUpMs - waitedMs });
      attempts += 1;
    },
  };
}

function isTaken(status: number | null): boolean {
  return status !== null && status >= 200 && status < 300;
}

function noteSuccess(hook: Hook, now: number): void {
  Object.assign(hook, { active: true, lastSuccessAt: now, retries: 0, nextAttemptAt: null, deletesAt: null });
}

interface Failure {
  readonly status: number | null;
  readonly now: number;
  readonly waitMs: number;
  readonly leftMs: number;
}

function noteFailure(hook: Hook, { status, now, waitMs, leftMs }: Failure): void {
  Object.assign(hook, {
    lastFailureAt: now,
    lastFailureContent: status === null ? 'No answer from the target' : `${status}`,
    retries: hook.retries + 1,
    nextAttemptAt: now + waitMs,
    deletesAt: now + leftMs,
  });
}

/** Who, what and where by gid and type alone: what it became is to be read. */
function compactEvent(event: AsanaRecord): AsanaRecord {
  const { user, created_at, action, resource, parent, change } = event;
  const told = { user: bare(user), created_at, action, resource: bare(resource), parent: bare(parent) };
  return change === undefined ? told : { ...told, change };
}

function bare(record: unknown): AsanaRecord | null {
  if (!isRecord(record)) return null;
  const { gid, resource_type, resource_subtype } = record;
  return resource_subtype === undefined ? { gid, resource_type } : { gid, resource_type, resource_subtype };
}
