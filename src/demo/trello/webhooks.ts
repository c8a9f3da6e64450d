/** Webhooks of the token: registered with a look at the address, told of every action, given up after long silence. */
import { createHmac } from 'node:crypto';
import type { Delivery, DeliveryPolicy } from '../deliveries.ts';
import type { SimCore } from '../server.ts';
import type { Action } from './actions.ts';
import type { Board, Boards } from './boards.ts';
import type { CardShelf } from './cards.ts';
import { showFields } from './fields.ts';
import { idOf, isoOf, type TrelloRecord } from './ids.ts';
import { notFound, refuse } from './refusals.ts';
import { defaultBoardFields } from './routes.ts';

export interface Webhook {
  readonly id: string;
  description: string;
  idModel: string;
  callbackURL: string;
  active: boolean;
  consecutiveFailures: number;
  firstConsecutiveFailDate: string | null;
}

export interface Wanted {
  readonly description?: string | undefined;
  readonly idModel?: string | undefined;
  readonly callbackURL?: string | undefined;
  readonly active?: string | boolean | undefined;
}

export interface Webhooks {
  all(): readonly Webhook[];
  find(id: string): Webhook;
  /** Rejects with the refusals Trello answers. */
  create(wanted: Wanted): Promise<Webhook>;
  change(id: string, wanted: Wanted): Promise<Webhook>;
  remove(id: string): void;
  /** Sends an action to every webhook that watches its board or its card. */
  tell(board: Board, action: Action): void;
}

const headTimeoutMs = 10_000;
const retryWaitsMs = [30_000, 60_000, 120_000];
const failuresMax = 1_000;
const failingMaxMs = 30 * 86_400_000;

interface Parts {
  readonly core: SimCore;
  readonly boards: Boards;
  readonly cards: CardShelf;
  readonly appSecret: string;
}

export function makeWebhooks({ core, boards, cards, appSecret }: Parts): Webhooks {
  const hooks = new Map<string, Webhook>();
  let made = 0;
  const find = (id: string) => hooks.get(id) ?? notFound();
  const checkModel = (id: string | undefined): string => {
    if (id === undefined || !/^[0-9a-f]{24}$/i.test(id)) refuse(400, 'invalid value for idModel');
    const { now } = core.clock;
    if (boards.find(id, now) === undefined && cards.find(id, now) === undefined) notFound();
    return id;
  };
  const policy: DeliveryPolicy = {
    waitsMs: retryWaitsMs,
    timeoutMs: 30_000,
    isRetried: (status) => status !== 200 && status !== 410,
    onAttempt: (delivery, status, isLast) => {
      const hook = hooks.get(delivery.webhook);
      if (hook === undefined) return;
      if (status === 410) hooks.delete(hook.id);
      if (status === 200 || isLast) count(hook, status === 200, core.clock.now);
    },
  };
  return {
    all: () => [...hooks.values()],
    find,
    create: async (wanted) => {
      const idModel = checkModel(wanted.idModel);
      const callbackURL = readUrl(wanted.callbackURL);
      if ([...hooks.values()].some((hook) => hook.callbackURL === callbackURL && hook.idModel === idModel)) {
        refuse(400, 'A webhook with that callback, model, and token already exists');
      }
      await look(callbackURL);
      made += 1;
      const hook: Webhook = {
        id: idOf(core.clock.now, `webhook ${made}`),
        description: wanted.description ?? '',
        idModel,
        callbackURL,
        active: String(wanted.active ?? 'true') === 'true',
        consecutiveFailures: 0,
        firstConsecutiveFailDate: null,
      };
      hooks.set(hook.id, hook);
      return hook;
    },
    change: async (id, wanted) => {
      const hook = find(id);
      if (wanted.callbackURL !== undefined) {
        await look(readUrl(wanted.callbackURL));
        hook.callbackURL = wanted.callbackURL;
      }
      if (wanted.idModel !== undefined) hook.idModel = checkModel(wanted.idModel);
      if (wanted.description !== undefined) hook.description = wanted.description;
      if (wanted.active !== undefined) hook.active = String(wanted.active) === 'true';
      return hook;
    },
    remove: (id) => void hooks.delete(find(id).id),
    tell: (board, { record }) => {
      const cardId = (record.data as { card?: TrelloRecord }).card?.id;
      for (const hook of hooks.values()) {
        if (!hook.active || (hook.idModel !== board.id && hook.idModel !== cardId)) continue;
        const card = hook.idModel === board.id ? undefined : cards.find(hook.idModel, core.clock.now);
        const model = card
          ? cards.recordAt(card.board, card.card, core.clock.now)
          : showFields(board.recordAt(core.clock.now), defaultBoardFields);
        core.postman.send(sign(hook, { action: record, model, webhook: hook }, appSecret), policy);
      }
    },
  };
}

/** The signature is over the body and the address as it was registered, byte for byte. */
function sign(hook: Webhook, content: unknown, appSecret: string): Delivery {
  const body = JSON.stringify(content);
  const signature = createHmac('sha1', appSecret)
    .update(body + hook.callbackURL)
    .digest('base64');
  const headers = { 'x-trello-webhook': signature };
  return { webhook: hook.id, url: hook.callbackURL, body, headers: () => headers };
}

function count(hook: Webhook, isTaken: boolean, now: number): void {
  hook.consecutiveFailures = isTaken ? 0 : hook.consecutiveFailures + 1;
  hook.firstConsecutiveFailDate = isTaken ? null : (hook.firstConsecutiveFailDate ?? isoOf(now));
  const failsSince = Date.parse(hook.firstConsecutiveFailDate ?? isoOf(now));
  if (hook.consecutiveFailures > failuresMax && now - failsSince > failingMaxMs) hook.active = false;
}

function readUrl(text: string | undefined): string {
  if (text === undefined || !URL.canParse(text) || !/^https?:/.test(text)) refuse(400, 'invalid value for callbackURL');
  return text;
}

/** Trello makes sure that somebody is there. */
async function look(url: string): Promise<void> {
  const status = await fetch(url, {
    method: 'HEAD',
    redirect: 'manual',
    signal: AbortSignal.timeout(headTimeoutMs),
  }).then(
    (answer) => answer.status,
    () => null,
  );
  if (status !== 200) refuse(400, `URL (${url}) did not return 200 status code, got ${status ?? 'no answer'}`);
}
