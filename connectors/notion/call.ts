import type { Client } from '@notionhq/client';
import type { Transport } from '../http.ts';

/** Databases have data sources since this version; the later one renames what we read. */
const NOTION_VERSION = '2025-09-03';
/** The longest a timer takes: the transport bounds each try and the waits between them, which may add up to more than a minute. */
const NEVER_MS = 2 ** 31 - 1;

/** What Notion gave: unread, and null where an accepted refusal has nothing we read. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
  /** The tool's clock, as it wrote it. */
  readonly date: string | null;
}

/** One documented call that only reads: Notion's own client builds the request, our transport sends it. */
export type Ask = (
  name: string,
  signal: AbortSignal,
  send: (sdk: Client) => Promise<unknown>,
  /** Statuses that are no refusal here. */
  accept?: readonly number[],
) => Promise<Answer>;

/**
 * A client for each call, since its answers come without their heads: the fetch it is given keeps status and date. It does not wait, repeat
 * or log by itself; its credentials are the transport's.
 */
export function createAsk(transport: Transport, baseUrl: string): Ask {
  return (name, signal, send, accept = []) => {
    const work = async (): Promise<Answer> => {
      const { Client, isHTTPResponseError } = await loadSdk();
      let head = { status: 0, date: null as string | null };
      const sdk = new Client({
        baseUrl,
        notionVersion: NOTION_VERSION,
        timeoutMs: NEVER_MS,
        retry: false,
        logger: () => {},
        async fetch(url, init) {
          const answer = await fetch(url, init as RequestInit);
          head = { status: answer.status, date: answer.headers.get('date') };
          return answer;
        },
      });
      const body = await send(sdk).catch((error: unknown) => {
        if (isHTTPResponseError(error) && accept.includes(error.status)) return null;
        throw error;
      });
      return { ...head, body };
    };
    return transport.run(name, signal, work, { isRead: true, accept });
  };
}

let sdk: Promise<typeof import('@notionhq/client')> | undefined;

function loadSdk(): Promise<typeof import('@notionhq/client')> {
  sdk ??= import('@notionhq/client');
  return sdk;
}
