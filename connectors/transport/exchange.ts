import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';
import { request as undiciRequest } from 'undici';
import { agentFor, type Reach, refuseLiteral } from './reach.ts';

/** One request, ready for the wire. Header names in lower case. */
export interface WireRequest {
  readonly url: URL;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | null;
}

/** One complete answer, already decompressed. Header names in lower case, several values joined by ", ". */
export interface WireAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface WireBounds {
  /** To the first byte of the answer's headers. */
  readonly headersMs: number;
  /** Between two pieces of the body. */
  readonly bodyMs: number;
  /** Of the whole attempt, so that a body dripping byte by byte ends too. */
  readonly totalMs: number;
  /** Of the body, on the wire and decompressed. */
  readonly bodyBytesMax: number;
  /** null: anywhere. */
  readonly reach: Reach | null;
}

/** The answer is larger than we are willing to hold. */
export class BodyTooLargeError extends Error {
  override readonly name = 'BodyTooLargeError';
}

const decoders: Record<string, (body: Buffer, options: { maxOutputLength: number }) => Promise<Buffer>> = {
  gzip: promisify(gunzip),
  'x-gzip': promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify(brotliDecompress),
};

/** Sends once and reads the whole answer within the bounds. Rejects with what undici or the signal gave. */
export async function exchange(request: WireRequest, bounds: WireBounds, signal: AbortSignal): Promise<WireAnswer> {
  signal.throwIfAborted();
  // Not AbortSignal.timeout: its timer would outlive the request, and thousands of them add up.
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(new DOMException('no answer in time', 'TimeoutError')), bounds.totalMs);
  const pass = () => stop.abort(signal.reason);
  signal.addEventListener('abort', pass, { once: true });
  try {
    return await send(request, bounds, stop.signal);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', pass);
  }
}

async function send(request: WireRequest, bounds: WireBounds, signal: AbortSignal): Promise<WireAnswer> {
  refuseLiteral(request.url, bounds.reach);
  const answer = await undiciRequest(request.url, {
    dispatcher: agentFor(bounds.reach),
    method: request.method,
    headers: { ...request.headers, 'accept-encoding': 'gzip, deflate, br' },
    body: request.body,
    signal,
    headersTimeout: bounds.headersMs,
    bodyTimeout: bounds.bodyMs,
  });
  const headers = flatHeaders(answer.headers);
  const encoded = await readBounded(answer.body, bounds.bodyBytesMax);
  const body = await decode(encoded, headers['content-encoding'], bounds.bodyBytesMax);
  delete headers['content-encoding'];
  delete headers['content-length'];
  delete headers['transfer-encoding'];
  return { status: answer.statusCode, headers, body };
}

function flatHeaders(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) flat[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value;
  }
  return flat;
}

async function readBounded(body: AsyncIterable<Buffer>, bytesMax: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  // Leaving the loop by an error destroys the stream, so the rest is not read.
  for await (const part of body) {
    size += part.length;
    if (size > bytesMax) throw new BodyTooLargeError(`more than ${bytesMax} bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts, size);
}

async function decode(body: Buffer, encoding: string | undefined, bytesMax: number): Promise<Buffer> {
  if (encoding === undefined || encoding === 'identity' || body.length === 0) return body;
  const decoder = decoders[encoding.trim().toLowerCase()];
  if (!decoder) throw new Error('an encoding we did not ask for');
  try {
    return await decoder(body, { maxOutputLength: bytesMax });
  } catch (error) {
    if ((error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE') {
      throw new BodyTooLargeError(`more than ${bytesMax} bytes when unpacked`, { cause: error });
    }
    throw error;
  }
}
