import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Receiver {
  /** Ends in `/hook`. */
  readonly url: string;
  /** In order of arrival. */
  readonly received: readonly Received[];
  /** What was POSTed, parsed. */
  bodies<T>(): T[];
  close(): void;
}

/** Answers with these statuses in turn, then 200; HEAD is always answered 200. */
export async function startReceiver(...statuses: number[]): Promise<Receiver> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (part) => {
      body += part;
    });
    request.on('end', () => {
      received.push({ method: request.method ?? '', path: request.url ?? '', headers: request.headers, body });
      response.writeHead(request.method === 'HEAD' ? 200 : (statuses.shift() ?? 200)).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    received,
    bodies: <T>() => received.filter(({ method }) => method === 'POST').map(({ body }) => JSON.parse(body) as T),
    close: () => server.close(),
  };
}
