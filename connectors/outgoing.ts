import { BodyTooLargeError, exchange, type WireBounds } from './transport/exchange.ts';
import { createReach, PrivateAddressError, type Reach, refuseLiteral } from './transport/reach.ts';
import { readRetryAfter } from './transport/retry-after.ts';

/** What became of one call. `because` names nothing that the address said but its status. */
export type PostResult =
  | { readonly is: 'answered'; readonly status: number; readonly retryAfterMs: number | null }
  | { readonly is: 'unanswered'; readonly because: string };

export interface OutgoingPost {
  /** One call, no redirect followed, no second try. Rejects only with the signal's reason. */
  send(url: URL, headers: Readonly<Record<string, string>>, body: string, signal: AbortSignal): Promise<PostResult>;
}

/** Receivers are to answer first and work then. */
const BOUNDS = { headersMs: 15_000, bodyMs: 5_000, totalMs: 20_000, bodyBytesMax: 1024 * 1024 };

/**
 * Calls to the addresses of other programs: by https into the open internet, and where the operator listed a private range, there; only
 * there by http too, since nobody else hears it.
 */
export function createOutgoing({ reach, bounds = {} }: { reach: Reach; bounds?: Partial<WireBounds> }): OutgoingPost {
  // Sockets are kept by reach: these two stay the same objects.
  const listed = listedOnly(reach);
  return {
    async send(url, headers, body, signal) {
      const request = { url, method: 'POST', headers, body: Buffer.from(body) };
      try {
        const answer = await exchange(
          request,
          { ...BOUNDS, ...bounds, reach: url.protocol === 'http:' ? listed : reach },
          signal,
        );
        return { is: 'answered', status: answer.status, retryAfterMs: readRetryAfter(answer.headers, Date.now()) };
      } catch (error) {
        signal.throwIfAborted();
        return { is: 'unanswered', because: wordsOf(error, url) };
      }
    },
  };
}

/** Why an address cannot be called as it is written; null: it may be. What a name leads to is only known when it is called. */
export function refusalOf(url: URL, reach: Reach): string | null {
  try {
    refuseLiteral(url, url.protocol === 'http:' ? listedOnly(reach) : reach);
    return null;
  } catch (error) {
    return wordsOf(error, url);
  }
}

const OPEN = createReach([]);

function listedOnly(reach: Reach): Reach {
  return { mayReach: (address) => reach.mayReach(address) && !OPEN.mayReach(address) };
}

function wordsOf(error: unknown, url: URL): string {
  if (isOf(error, PrivateAddressError)) {
    return url.protocol === 'http:'
      ? 'http is for addresses in networks listed in PLUMBLINE_PRIVATE_RANGES; everywhere else it must be https'
      : 'its address is inside a private network; whoever runs Plumbline can list it in PLUMBLINE_PRIVATE_RANGES';
  }
  if (error instanceof BodyTooLargeError) return 'its answer is larger than 1 MB';
  const { code = '', name = '' } = (error ?? {}) as { code?: string; name?: string };
  if (name === 'TimeoutError' || code.includes('TIMEOUT')) return 'no answer in 15 seconds';
  if (code === 'ECONNREFUSED') return 'the connection was refused';
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'its host name is not known';
  if (code.includes('CERT') || code.includes('TLS') || code.includes('SELF_SIGNED'))
    return 'its certificate is not trusted';
  return 'the connection broke';
}

/** Also where it stands behind undici's own error. */
function isOf(error: unknown, kind: typeof PrivateAddressError): boolean {
  return error instanceof kind || (error instanceof Error && error.cause !== undefined && isOf(error.cause, kind));
}
