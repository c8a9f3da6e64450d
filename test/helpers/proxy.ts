import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** Stands between us and a server, and can take it away. */
export interface TcpProxy {
  /** The server's URL, through the proxy. */
  readonly url: string;
  /** Every connection breaks, new ones are refused. */
  cut(): void;
  /** Connections stay, and carry nothing: a cable was pulled. */
  silence(): void;
  heal(): void;
  close(): Promise<void>;
}

export async function startProxy(serverUrl: string, defaultPort: number): Promise<TcpProxy> {
  const target = new URL(serverUrl);
  const pairs = new Set<[Socket, Socket]>();
  let state: 'open' | 'cut' | 'silent' = 'open';
  const server = createServer((near) => {
    if (state === 'cut') return near.destroy();
    const far = connect(Number(target.port || defaultPort), target.hostname);
    const pair: [Socket, Socket] = [near, far];
    pairs.add(pair);
    for (const [from, to] of [pair, [far, near]] as [Socket, Socket][]) {
      from.on('data', (chunk) => void (state !== 'silent' && to.write(chunk)));
      from.on('error', () => undefined);
      from.on('close', () => {
        to.destroy();
        pairs.delete(pair);
      });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = new URL(serverUrl);
  url.hostname = '127.0.0.1';
  url.port = String((server.address() as AddressInfo).port);
  const drop = () => {
    for (const [near, far] of pairs) {
      near.destroy();
      far.destroy();
    }
  };
  return {
    url: url.href,
    cut: () => {
      state = 'cut';
      drop();
    },
    silence: () => {
      state = 'silent';
    },
    heal: () => {
      state = 'open';
    },
    close: async () => {
      state = 'cut';
      drop();
      server.close();
      await once(server, 'close');
    },
  };
}
