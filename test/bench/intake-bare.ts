/** The baseline of intake: a Fastify route that checks the same signature and does one insert. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { type FastifyInstance, fastify } from 'fastify';
import { Pool } from 'pg';
import { answerParent, cpuUs } from './child.ts';

export interface BareIntakeAsk {
  readonly databaseUrl: string;
  readonly secret: string;
}

let app: FastifyInstance | null = null;
let pool: Pool | null = null;

async function start({ databaseUrl, secret }: BareIntakeAsk): Promise<{ url: string }> {
  const own = new Pool({ connectionString: databaseUrl, max: 10 });
  pool = own;
  await own.query(
    'create table bare (id bigint generated always as identity primary key, key text unique, body bytea)',
  );
  app = fastify();
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  app.post('/', async (request, reply) => {
    const body = request.body as Buffer;
    const given = Buffer.from(String(request.headers['x-hub-signature']));
    const right = Buffer.from(`sha256=${createHmac('sha256', secret).update(body).digest('hex')}`);
    if (given.length !== right.length || !timingSafeEqual(given, right)) return reply.code(401).send();
    await own.query('insert into bare (key, body) values ($1, $2) on conflict do nothing', [
      request.headers['x-atlassian-webhook-identifier'],
      body,
    ]);
    return reply.code(200).send();
  });
  return { url: await app.listen({ host: '127.0.0.1', port: 0 }) };
}

answerParent(
  async (asked: BareIntakeAsk | { readonly ask: 'cpu' }) => ('ask' in asked ? cpuUs() : start(asked)),
  async () => {
    await app?.close();
    await pool?.end();
  },
);
