/** Stands between a connector and a simulator, and writes down what both said. */
import { createServer, type IncomingMessage, type ServerResponse, request as send } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Exchange {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  /** Parsed where it is JSON; null where there is none. */
  readonly requestBody: unknown;
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly contentType: string;
  readonly answer: unknown;
}

export interface RecordingProxy {
  readonly url: string;
  readonly exchanges: readonly Exchange[];
  close(): Promise<void>;
}

export async function startProxy(target: string): Promise<RecordingProxy> {
  const exchanges: Exchange[] = [];
  const server = createServer((request, response) => {
    pass(request, response, target, exchanges).catch((error) => response.destroy(error));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    exchanges,
    close: () => {
      server.closeAllConnections();
      return new Promise((done, fail) => server.close((error) => (error ? fail(error) : done())));
    },
  };
}

async function pass(request: IncomingMessage, response: ServerResponse, target: string, exchanges: Exchange[]) {
  const body = await readAll(request);
  const url = new URL(request.url ?? '/', target);
  const answer = await new Promise<IncomingMessage>((done, fail) => {
    const onward = send(url, { method: request.method, headers: request.headers }, done);
    onward.on('error', fail);
    onward.end(body);
  });
  const text = await readAll(answer);
  const contentType = answer.headers['content-type'] ?? '';
  exchanges.push({
    method: request.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    requestBody: body.length === 0 ? null : JSON.parse(body.toString('utf8')),
    status: answer.statusCode ?? 0,
    headers: answer.headers,
    contentType,
    answer: contentType.includes('json') ? JSON.parse(text.toString('utf8')) : text.toString('utf8'),
  });
  response.writeHead(answer.statusCode ?? 502, answer.headers);
  response.end(text);
}

async function readAll(stream: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part as Buffer);
  return Buffer.concat(parts);
}
