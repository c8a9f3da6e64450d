import { z } from 'zod';
import { readSession } from '../../usecases/read-organisation.ts';
import { signIn, signOut } from '../../usecases/sign-in.ts';
import type { App } from '../app-type.ts';
import type { ApiDeps } from '../deps.ts';
import { dropSession, keepSession, sessionIdOf, signedInOf } from '../plugins/session.ts';
import { ApiProblem } from '../problem.ts';
import { sessionSchema, signInBodySchema } from '../schemas/organisation.ts';

const SIGN_INS_A_MINUTE = 20;

export function addSessionRoutes(app: App, deps: ApiDeps): void {
  app.post(
    '/session',
    {
      config: { isOpen: true, rateLimit: { max: SIGN_INS_A_MINUTE, timeWindow: 60_000 } },
      schema: {
        tags: ['session'],
        summary: 'Signs in with the token of a one-time link; sets the cookie',
        body: signInBodySchema,
        response: { 200: sessionSchema },
      },
    },
    async (request, reply) => {
      const session = await signIn(deps, request.body.token);
      if (!session) {
        throw new ApiProblem(
          401,
          'bad-sign-in-link',
          'This sign-in link was used or is too old. Ask for a new one: `plumbline start` prints one.',
        );
      }
      // Whoever was signed in here before is not any more: no session lives on under a new one.
      const former = sessionIdOf(request, deps);
      if (former) await signOut(deps, former);
      keepSession(reply, deps, session.sessionId);
      return readSession(deps, session.person);
    },
  );
  app.get(
    '/session',
    {
      schema: {
        tags: ['session'],
        summary: 'Who is signed in, and what day it is in the organisation',
        response: { 200: sessionSchema },
      },
    },
    (request) => readSession(deps, signedInOf(request).person),
  );
  app.delete(
    '/session',
    { schema: { tags: ['session'], summary: 'Signs out', response: { 204: z.null() } } },
    async (request, reply) => {
      const sessionId = sessionIdOf(request, deps);
      if (sessionId) await signOut(deps, sessionId);
      dropSession(reply, deps);
      return reply.code(204).send(null);
    },
  );
}
