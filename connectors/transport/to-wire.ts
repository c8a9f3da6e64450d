import type { WireRequest } from './exchange.ts';

export type QueryValue = string | number | boolean | readonly (string | number)[] | null | undefined;

/** A request as connectors write it. */
export interface PlainRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE' | 'HEAD';
  /** Below the base URL, beginning with "/". An absolute URL of another origin is refused. */
  readonly path: string;
  /** Lists are repeated (`a=1&a=2`); null and undefined are left out. */
  readonly query?: Readonly<Record<string, QueryValue>> | undefined;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent as a form, in place of a body. */
  readonly form?: Readonly<Record<string, string>> | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

export function toWire(base: URL, request: PlainRequest): WireRequest {
  const isAbsolute = /^https?:/i.test(request.path);
  const basePath = base.pathname.replace(/\/+$/, '');
  const url = isAbsolute ? new URL(request.path) : new URL(`${base.origin}${basePath}${request.path}`);
  addQuery(url, request.query);
  const { type, body } = contentOf(request);
  const headers = { accept: 'application/json', ...type, ...lowerCased(request.headers) };
  return { url, method: request.method, headers, body };
}

function lowerCased(headers: Readonly<Record<string, string>> = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

function contentOf({ body, form }: PlainRequest): { type: Record<string, string>; body: Buffer | null } {
  if (form) {
    const type = { 'content-type': 'application/x-www-form-urlencoded' };
    return { type, body: Buffer.from(new URLSearchParams(form).toString()) };
  }
  if (body === undefined) return { type: {}, body: null };
  return { type: { 'content-type': 'application/json' }, body: Buffer.from(JSON.stringify(body)) };
}

function addQuery(url: URL, query: Readonly<Record<string, QueryValue>> = {}): void {
  for (const [name, value] of Object.entries(query)) {
    if (value === null || value === undefined) continue;
    for (const one of Array.isArray(value) ? value : [value]) url.searchParams.append(name, String(one));
  }
}
