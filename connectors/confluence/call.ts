import type { Client, SendRequestOptions } from 'confluence.js/core';
import type { JsonAnswer, Transport } from '../http.ts';
import type { QueryValue } from '../transport/to-wire.ts';

/** One documented call: confluence.js builds the request, our transport sends it. Gives the whole answer, unread. */
export type Ask = (
  name: string,
  signal: AbortSignal,
  send: (client: Client) => Promise<unknown>,
  /** Statuses that are no refusal here. */
  accept?: readonly number[],
) => Promise<JsonAnswer>;

/**
 * confluence.js would check each answer against the whole of its own description, where one page of another form would lose the list; it
 * gives its schema along, and we leave it. Our own admits record by record.
 */
export function createAsk(transport: Transport): Ask {
  return async (name, signal, send, accept = []) => {
    const client: Client = {
      async sendRequest<Answer>(request: SendRequestOptions<Answer>): Promise<Answer> {
        const query = request.searchParams as Record<string, QueryValue> | undefined;
        return (await transport.json(name, { method: 'GET', path: request.url, query, accept }, signal)) as Answer;
      },
    };
    return (await send(client)) as JsonAnswer;
  };
}

/** As it stands in paths and queries. The library's types say number, which would round ids beyond 2^53; it only writes them out. */
export function asId(id: string): number {
  return encodeURIComponent(id) as unknown as number;
}

/** Loading either half takes a fifth of a second and 40 MB, which commands that never read a wiki need not pay for. */
export function loadPages(): Promise<typeof import('confluence.js/v2')> {
  pages ??= import('confluence.js/v2');
  return pages;
}

/** The older half of the API: only there does an account name itself, and only there is a search. */
export function loadOlder(): Promise<typeof import('confluence.js/v1')> {
  older ??= import('confluence.js/v1');
  return older;
}

let pages: Promise<typeof import('confluence.js/v2')> | undefined;
let older: Promise<typeof import('confluence.js/v1')> | undefined;
