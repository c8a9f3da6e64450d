import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { beginReading } from '../../usecases/change-connection.ts';
import { UseCaseError } from '../../usecases/errors.ts';
import { beginConsent, chooseSite, readConsent, returnFromConsent } from '../../usecases/oauth-consent.ts';
import { readConnection } from '../../usecases/read-connections.ts';
import type { App } from '../app-type.ts';
import type { ApiDeps } from '../deps.ts';
import { sessionIdOf, signedInOf, viewerOf } from '../plugins/session.ts';
import { signedOut } from '../problem.ts';
import { connectionSchema } from '../schemas/connections.ts';
import {
  consentBegunSchema,
  consentBodySchema,
  consentReturnSchema,
  consentSchema,
  siteChoiceSchema,
} from '../schemas/oauth.ts';

const paramsSchema = z.object({ id: z.string().max(100) });
const CALLBACK = '/api/v1/connections/oauth/callback';
const CONNECT_MS_MAX = 60_000;

/** Connecting by a person's consent to an app: an address to be sent to, the way back, and which site is meant. */
export function addOAuthRoutes(app: App, deps: ApiDeps): void {
  const tags = ['connections'];
  app.post(
    '/connections/oauth',
    {
      config: { isOwnerOnly: true, isAnswerSecret: true },
      schema: {
        tags,
        summary: 'Begins a consent to an OAuth app; gives the address a person is sent to',
        body: consentBodySchema,
        response: { 200: consentBegunSchema },
      },
    },
    async (request) => {
      const redirectUri = redirectUriOf(request, deps);
      const wanted = 'tool' in request.body ? { baseUrl: null, ...request.body } : request.body;
      const begun = await beginConsent(deps, holderOf(request, deps), wanted, redirectUri);
      return { ...begun, expiresAt: begun.expiresAt.toISOString(), redirectUri };
    },
  );
  app.get(
    '/connections/oauth/callback',
    {
      config: { isOwnerOnly: true },
      schema: {
        tags,
        summary: 'Where the consent page sends a person back to; leads on to the connection',
        querystring: consentReturnSchema,
        response: { 302: z.null().describe('To the connection, or to where the consent goes on.') },
      },
    },
    async (request, reply) => {
      const { state, code, error } = request.query;
      const given = { state, code: error === undefined ? (code ?? null) : null };
      const { consentId, connectionId } = await comeBack(request, deps, given);
      return reply.redirect(connectionId ? `/connections/${connectionId}` : `/connections/new?consent=${consentId}`);
    },
  );
  app.get(
    '/connections/oauth/:id',
    {
      config: { isOwnerOnly: true },
      schema: {
        tags,
        summary: 'Where a consent stands that this session began',
        params: paramsSchema,
        response: { 200: consentSchema },
      },
    },
    (request) => readConsent(deps, holderOf(request, deps), request.params.id),
  );
  app.post(
    '/connections/oauth/:id/site',
    {
      config: { isOwnerOnly: true },
      schema: {
        tags,
        summary: 'Says which of several sites a consent is for, and connects it',
        params: paramsSchema,
        body: siteChoiceSchema,
        response: { 200: connectionSchema },
      },
    },
    async (request) => {
      const choice = { consentId: request.params.id, cloudId: request.body.cloudId };
      const signal = AbortSignal.timeout(CONNECT_MS_MAX);
      const connectionId = await chooseSite(
        { ...deps, by: signedInOf(request).person },
        holderOf(request, deps),
        choice,
        signal,
      );
      await beginReading(deps, viewerOf(request), connectionId);
      return readConnection(deps, viewerOf(request), connectionId);
    },
  );
}

/** A person stands there with a page: what they came back from too late is said on ours, not as a problem in JSON. */
async function comeBack(
  request: FastifyRequest,
  deps: ApiDeps,
  given: { readonly state: string; readonly code: string | null },
): Promise<{ readonly consentId: string; readonly connectionId: string | null }> {
  try {
    const signal = AbortSignal.timeout(CONNECT_MS_MAX);
    const returned = await returnFromConsent(
      { ...deps, by: signedInOf(request).person },
      holderOf(request, deps),
      given,
      signal,
    );
    if (returned.connectionId) await beginReading(deps, viewerOf(request), returned.connectionId);
    return returned;
  } catch (error) {
    if (error instanceof UseCaseError && error.code === 'unknown-consent') {
      return { consentId: 'unknown', connectionId: null };
    }
    throw error;
  }
}

function holderOf(request: FastifyRequest, deps: ApiDeps): string {
  const sessionId = sessionIdOf(request, deps);
  if (!sessionId) throw signedOut();
  return sessionId;
}

/** The public address; without one only this machine's own, as no vendor may be told to send a code to a name we did not choose. */
function redirectUriOf(request: FastifyRequest, { publicUrl }: ApiDeps): string {
  if (publicUrl !== null) return `${publicUrl}${CALLBACK}`;
  const isLoopback = ['127.0.0.1', 'localhost', '::1', '[::1]'].includes(request.hostname);
  if (isLoopback) return `http://${request.host}${CALLBACK}`;
  throw new UseCaseError(
    'no-public-url',
    'The consent page has to know where to send you back: set PLUMBLINE_PUBLIC_URL, or open Plumbline at http://localhost.',
  );
}
