/** How a simulated tool brings the deliveries of its webhooks: tries, waits, gives up. Which tool it is, only the policy knows. */
import { setTimeout as wait } from 'node:timers/promises';

/** What is brought. */
export interface Delivery {
  /** The webhook's id in the tool. */
  readonly webhook: string;
  readonly url: string;
  readonly body: string;
  /** For a tool that counts its attempts inside the body; absent: the same bytes on every attempt. */
  readonly bodyOf?: (attempt: number) => string;
  /** `attempt` counts from 0. */
  readonly headers: (attempt: number) => Readonly<Record<string, string>>;
}

export interface DeliveryEntry {
  readonly at: number;
  readonly webhook: string;
  readonly url: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly attempt: number;
  /** Null: nobody answered. `lost`: it never left, because a test wanted it so. */
  readonly status: number | null | 'lost';
}

/** `hold` keeps it until `release`. */
export type Verdict = 'send' | 'lose' | 'twice' | 'hold';

export interface DeliveryOptions {
  /** Asked once for each delivery; default `send`. */
  readonly deliver?: (delivery: Delivery) => Verdict;
  /** The waits between attempts are multiplied by this; default 1. */
  readonly retryScale?: number;
}

/** What a tool promises of its deliveries. */
export interface DeliveryPolicy {
  /** Before the second attempt, the third, and so on. */
  readonly waitsMs: readonly number[];
  /** How long one attempt may take. */
  readonly timeoutMs: number;
  /** `null`: no answer came. */
  readonly isRetried: (status: number | null) => boolean;
  /** Told of each attempt, `isLast` of the one after which none follows. */
  readonly onAttempt?: (delivery: Delivery, status: number | null, isLast: boolean) => void;
}

type Headers = DeliveryEntry['headers'];

export interface Postman {
  send(delivery: Delivery, policy: DeliveryPolicy): void;
  readonly deliveries: readonly DeliveryEntry[];
  settled(): Promise<void>;
  release(order?: (held: readonly Delivery[]) => readonly Delivery[]): void;
  /** Ends every wait and every attempt. */
  close(): void;
}

export function makePostman({ deliver = () => 'send', retryScale = 1 }: DeliveryOptions): Postman {
  const deliveries: DeliveryEntry[] = [];
  const underWay = new Set<Promise<void>>();
  const held = new Map<Delivery, DeliveryPolicy>();
  const ending = new AbortController();
  const note = (delivery: Delivery, attempt: number, headers: Headers, status: DeliveryEntry['status']) => {
    const { webhook, url } = delivery;
    deliveries.push({ at: Date.now(), webhook, url, body: bodyAt(delivery, attempt), headers, attempt, status });
  };
  const bring = async (delivery: Delivery, policy: DeliveryPolicy): Promise<void> => {
    for (let attempt = 0; ; attempt += 1) {
      const headers = delivery.headers(attempt);
      const status = await post(
        { ...delivery, body: bodyAt(delivery, attempt) },
        headers,
        policy.timeoutMs,
        ending.signal,
      );
      if (ending.signal.aborted) return;
      note(delivery, attempt, headers, status);
      const waitMs = policy.isRetried(status) ? policy.waitsMs[attempt] : undefined;
      policy.onAttempt?.(delivery, status, waitMs === undefined);
      if (waitMs === undefined) return;
      await wait(waitMs * retryScale, undefined, { signal: ending.signal, ref: false }).catch(() => {});
      if (ending.signal.aborted) return;
    }
  };
  const start = (delivery: Delivery, policy: DeliveryPolicy) => {
    const task: Promise<void> = bring(delivery, policy).finally(() => underWay.delete(task));
    underWay.add(task);
  };
  return {
    deliveries,
    send: (delivery, policy) => {
      const verdict = deliver(delivery);
      if (verdict === 'lose') return note(delivery, 0, {}, 'lost');
      if (verdict === 'hold') return void held.set(delivery, policy);
      start(delivery, policy);
      if (verdict === 'twice') start(delivery, policy);
    },
    settled: async () => {
      while (underWay.size > 0) await Promise.all(underWay);
    },
    release: (order = (all) => all.toReversed()) => {
      const policies = new Map(held);
      held.clear();
      for (const delivery of order([...policies.keys()])) start(delivery, policies.get(delivery) as DeliveryPolicy);
    },
    close: () => ending.abort(),
  };
}

function bodyAt({ body, bodyOf }: Delivery, attempt: number): string {
  return bodyOf?.(attempt) ?? body;
}

/** The status of the answer; null where none came in time. */
async function post(
  delivery: Delivery,
  headers: Headers,
  timeoutMs: number,
  ending: AbortSignal,
): Promise<number | null> {
  try {
    const answer = await fetch(delivery.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=UTF-8', ...headers },
      body: delivery.body,
      redirect: 'manual',
      signal: AbortSignal.any([ending, AbortSignal.timeout(timeoutMs)]),
    });
    await answer.arrayBuffer();
    return answer.status;
  } catch {
    return null;
  }
}
