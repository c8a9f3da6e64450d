import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { refuseEvictingRedis } from '../../../src/queue/redis.ts';

let stop: (() => void) | null = null;
afterEach(() => stop?.());

/** Answers INFO as a Redis with this policy does, and every other command with OK. */
async function fakeRedis(policy: string): Promise<string> {
  const info = `# Memory\r\nmaxmemory:1048576\r\nmaxmemory_policy:${policy}\r\n# Server\r\nredis_version:7.0.15\r\nloading:0\r\n`;
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      // One "*" begins each command.
      for (const command of chunk.toString().split(/(?=^\*\d)/m)) {
        socket.write(/\r\ninfo\r\n/i.test(command) ? `$${info.length}\r\n${info}\r\n` : '+OK\r\n');
      }
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  stop = () => server.close();
  return `redis://:secret@127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('refuseEvictingRedis', () => {
  it.each(['allkeys-lru', 'volatile-lru', 'allkeys-random', 'volatile-ttl'])(
    'refuses %s in one line that says what to set',
    async (policy) => {
      const url = await fakeRedis(policy);
      await expect(refuseEvictingRedis(url)).rejects.toMatchObject({
        code: 'evicting-redis',
        message: expect.stringMatching(new RegExp(`^[^\\n]*${policy}[^\\n]*noeviction[^\\n]*$`)),
      });
    },
  );

  it('takes noeviction', async () => {
    await expect(refuseEvictingRedis(await fakeRedis('noeviction'))).resolves.toBeUndefined();
  });

  it('says that none is there, without address or password', async () => {
    const url = await fakeRedis('noeviction');
    stop?.();
    const error = await refuseEvictingRedis(url).catch((caught: Error & { code: string }) => caught);
    expect(error).toMatchObject({ code: 'redis-unreachable' });
    expect(String((error as Error).message)).not.toMatch(/secret|127\.0\.0\.1/);
  });
});
