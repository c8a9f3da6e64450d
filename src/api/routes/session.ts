import { z } from 'zod';
import { readSettingsView } from '../../usecases/change-settings.ts';
import { readSession } from '../../usecases/read-organisation.ts';
import { signIn, signOut } from '../../usecases/sign-in.ts';
import { mailSignInLink, requireMailer } from '../../usecases/sign-in-by-mail.ts';
import type { App } from '../app-type.ts';
import type { ApiDeps } from '../deps.ts';
import { dropSession, keepSession, sessionIdOf, signedInOf } from '../plugins/session.ts';
import { ApiProblem } from '../problem.ts';
import { mailLinkBodySchema, sessionSchema, signInBodySchema, signInWaysSchema } from '../schemas/organisation.ts';

const SIGN_INS_A_MINUTE = 20;
const MAILS_A_MINUTE = 10;

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
        throw new ApiProblem(401, 'bad-sign-in-link', 'This sign-in link was used or is too old. Ask for a new one.');
      }
      // Whoever was signed in here before is not any more: no session lives on under a new one.
      const former = sessionIdOf(request, deps);
      if (former) await signOut(deps, former);
      keepSession(reply, deps, session.sessionId);
      return readSession(deps, session.person);
    },
  );
  app.get(
    '/session/ways',
    {
      config: { isOpen: true },
      schema: { tags: ['session'], summary: 'How one can sign in here', response: { 200: signInWaysSchema } },
    },
    async () => ({
      organisation: (await readSettingsView(deps.db)).organisationName,
      hasMail: Boolean(deps.mailer),
    }),
  );
  app.post(
    '/session/links',
    {
      config: { isOpen: true, rateLimit: { max: MAILS_A_MINUTE, timeWindow: 60_000 } },
      schema: {
        tags: ['session'],
        summary: 'Sends a sign-in link to whoever has this address; answers the same whether somebody has',
        body: mailLinkBodySchema,
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      requireMailer(deps);
      // Not waited for: how long it takes would tell whether somebody has this address.
      mailSignInLink(deps, request.body.email, deps.publicUrl ?? app.listeningOrigin).catch((error: unknown) =>
        request.log.warn({ err: error }, 'A sign-in link could not be sent'),
      );
      return reply.code(204).send(null);
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
