import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ProxiedRequest {
  readonly method: string;
  /** Path with its query. */
  readonly path: string;
  /** Parsed where it is JSON, else null. */
  readonly body: unknown;
}

export interface ProxiedAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Answers instead of the tool, changes its answer, or, with null, lets it through. `forward` asks the tool, once or more often. */
export type Fault = (
  request: ProxiedRequest,
  forward: () => Promise<ProxiedAnswer>,
  response: ServerResponse,
) => Promise<ProxiedAnswer | 'answered' | null> | ProxiedAnswer | 'answered' | null;

export interface FaultProxy {
  readonly url: string;
  /** Everything asked through the proxy, with the moment it came. */
  readonly asked: readonly (ProxiedRequest & { readonly at: number })[];
  close(): Promise<void>;
}

/** Stands between a connector and a simulator, on loopback, and breaks what the test says. */
export async function startFaultProxy(target: string, fault: Fault = () => null): Promise<FaultProxy> {
  const asked: (ProxiedRequest & { at: number })[] = [];
  const server = createServer((incoming, response) => {
    void answer(target, incoming, response, fault, asked).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(
  target: string,
  incoming: IncomingMessage,
  response: ServerResponse,
  fault: Fault,
  asked: (ProxiedRequest & { at: number })[],
): Promise<void> {
  const text = await readText(incoming);
  const request: ProxiedRequest = { method: incoming.method ?? 'GET', path: incoming.url ?? '/', body: parse(text) };
  asked.push({ ...request, at: Date.now() });
  const forward = () => ask(target, incoming, request, text);
  const changed = await fault(request, forward, response);
  if (changed === 'answered') return;
  const { status, headers, body } = changed ?? (await forward());
  response.writeHead(status, headers);
  response.end(body);
}

async function ask(
  target: string,
  incoming: IncomingMessage,
  request: ProxiedRequest,
  text: string,
): Promise<ProxiedAnswer> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (typeof value === 'string' && !HOP_HEADERS.has(name)) headers[name] = value;
  }
  const init: RequestInit = { method: request.method, headers, redirect: 'manual' };
  const answered = await fetch(`${target}${request.path}`, text === '' ? init : { ...init, body: text });
  const kept = [...answered.headers].filter(([name]) => !HOP_HEADERS.has(name));
  return { status: answered.status, headers: Object.fromEntries(kept), body: await answered.text() };
}

const HOP_HEADERS = new Set([
  'connection',
  'host',
  'keep-alive',
  'content-length',
  'transfer-encoding',
  'content-encoding',
  'accept-encoding',
]);

async function readText(incoming: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of incoming) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
