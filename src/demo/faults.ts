/** Answers gone wrong, on demand: what gateways, proxies and bad days do to an API. */
import { setTimeout as wait } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

export type SimFault =
  /** Answered by the gateway: the tool never sees the request. */
  | {
      readonly type: 'status';
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string;
    }
  /** 200 with a page for people. */
  | { readonly type: 'html' }
  /** Half of the body, ended as if it were the whole. */
  | { readonly type: 'truncated' }
  /** The connection breaks: before the answer, or in the middle of its body. */
  | { readonly type: 'reset'; readonly isMidBody?: boolean }
  /** Nothing for so long, then the connection breaks. */
  | { readonly type: 'stall'; readonly forMs: number }
  /** The tool's own JSON, changed. */
  | { readonly type: 'rewrite'; readonly rewrite: (answer: unknown, asked: Asked) => unknown };

export interface Asked {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly body: unknown;
}

/** Null lets the answer be. */
export type FaultHook = (asked: Pick<Asked, 'method' | 'path'>) => SimFault | null;

/** The next `times` requests whose path fits go wrong; the rest are answered as ever. */
export function nextAnswers(times: number, path: RegExp, fault: SimFault): FaultHook {
  let left = times;
  return (asked) => {
    if (left === 0 || !path.test(asked.path)) return null;
    left -= 1;
    return fault;
  };
}

/** The page is a new one, its token the one asked with: a client that trusts it walks in a ring. */
export const repeatedToken: SimFault = {
  type: 'rewrite',
  rewrite: (answer, { path, body }) => {
    const query = new URLSearchParams(path.split('?')[1] ?? '');
    const given = (body as { nextPageToken?: string } | null)?.nextPageToken ?? query.get('nextPageToken');
    const offset = query.get('offset');
    const page = answer as Record<string, unknown>;
    if (given) return { ...page, nextPageToken: given, isLast: false };
    return offset ? { ...page, next_page: { ...(page.next_page as object | null), offset } } : page;
  },
};

export interface Faults {
  set(hook: FaultHook | null): void;
  /** This request's answer is none of the tool's: nobody should remember it. */
  isFaulty(request: FastifyRequest): boolean;
}

/** Registers before every other hook: what breaks on the way breaks before the tool looks at credentials. */
export function addFaults(app: FastifyInstance): Faults {
  let hook: FaultHook | null = null;
  const faults = new WeakMap<FastifyRequest, SimFault>();
  app.addHook('onRequest', async (request, reply) => {
    const fault = hook?.({ method: request.method, path: request.url }) ?? null;
    if (fault === null) return undefined;
    faults.set(request, fault);
    return breakAtOnce(fault, reply);
  });
  app.addHook('onSend', async (request, reply, payload) => {
    const fault = faults.get(request);
    const isText = typeof payload === 'string' || Buffer.isBuffer(payload);
    return fault === undefined || !isText ? payload : breakBody(fault, request, reply, Buffer.from(payload));
  });
  return {
    set: (next) => {
      hook = next;
    },
    isFaulty: (request) => faults.has(request),
  };
}

async function breakAtOnce(fault: SimFault, reply: FastifyReply): Promise<FastifyReply | undefined> {
  if (fault.type === 'status') {
    const { status, headers = {}, body = '' } = fault;
    return reply.code(status).headers(headers).send(body);
  }
  if (fault.type === 'html') {
    return reply
      .type('text/html; charset=utf-8')
      .send('<!doctype html><title>Just a moment</title><p>Just a moment.</p>');
  }
  if (fault.type === 'stall') await wait(fault.forMs, undefined, { ref: false });
  if (fault.type === 'stall' || (fault.type === 'reset' && !fault.isMidBody)) {
    reply.hijack();
    reply.raw.destroy();
    return reply;
  }
  return undefined;
}

function breakBody(fault: SimFault, request: FastifyRequest, reply: FastifyReply, payload: Buffer): Buffer | string {
  if (fault.type === 'rewrite') {
    const asked = { method: request.method, path: request.url, body: request.body ?? null };
    const text = JSON.stringify(fault.rewrite(JSON.parse(payload.toString('utf8')), asked));
    reply.removeHeader('content-length');
    return text;
  }
  const half = payload.subarray(0, payload.length >> 1);
  if (fault.type === 'truncated') {
    reply.removeHeader('content-length');
    return half;
  }
  if (fault.type === 'reset') {
    reply.hijack();
    reply.raw.writeHead(reply.statusCode, { 'content-type': 'application/json', 'content-length': payload.length });
    reply.raw.write(half, () => reply.raw.destroy());
  }
  return payload;
}
