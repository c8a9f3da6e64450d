import type { FastifyInstance } from 'fastify';

/** Trello refuses in plain text. */
class TrelloRefusal extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

export function refuse(status: number, message: string): never {
  throw new TrelloRefusal(status, message);
}

export function notFound(): never {
  throw new TrelloRefusal(404, 'The requested resource was not found.');
}

export function addRefusals(app: FastifyInstance): void {
  app.setErrorHandler((error, _request, reply) => {
    const [status, text] = error instanceof TrelloRefusal ? [error.status, error.message] : [500, String(error)];
    return reply.code(status).type('text/plain; charset=utf-8').send(text);
  });
  app.setNotFoundHandler((request, reply) =>
    reply
      .code(404)
      .type('text/plain; charset=utf-8')
      .send(`Cannot ${request.method} ${request.url.split('?')[0]}`),
  );
}
