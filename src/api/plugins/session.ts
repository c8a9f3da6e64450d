import cookie from '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Person, Viewer } from '../../domain/person.ts';
import { mayDecideProposals } from '../../usecases/decide-proposal.ts';
import { findViewer } from '../../usecases/sign-in.ts';
import type { App } from '../app-type.ts';
import type { ApiDeps } from '../deps.ts';
import { leadersOnly, ownerOnly, signedOut } from '../problem.ts';

declare module 'fastify' {
  interface FastifyRequest {
    signedIn: { readonly person: Person; readonly viewer: Viewer } | null;
  }
  interface FastifyContextConfig {
    /** Open to everybody; every other route of the API needs a session. */
    readonly isOpen?: boolean;
    readonly isOwnerOnly?: boolean;
    /** Owners and leaders. */
    readonly isLeaderOnly?: boolean;
  }
}

const SESSION_SECONDS = 14 * 86_400;

export async function addSession(app: App): Promise<void> {
  await app.register(cookie);
  app.decorateRequest('signedIn', null);
}

/**
 * Nothing under this instance is open to strangers, not even on loopback, unless its route says so. It goes by the route and not by the
 * address: the router also takes `/%61pi/…` and `http://host/api/…` for ours.
 */
export function guardRoutes(api: App, deps: ApiDeps): void {
  api.addHook('onRequest', async (request) => {
    const { isOpen, isOwnerOnly, isLeaderOnly } = request.routeOptions.config;
    const sessionId = sessionIdOf(request, deps);
    request.signedIn = sessionId ? await findViewer(deps, sessionId) : null;
    if (isOpen) return;
    if (!request.signedIn) throw signedOut();
    if (isOwnerOnly && request.signedIn.person.role !== 'owner') throw ownerOnly();
    if (isLeaderOnly && !mayDecideProposals(request.signedIn.person)) throw leadersOnly();
  });
}

/** Who asks. */
export function viewerOf(request: FastifyRequest): Viewer {
  return signedInOf(request).viewer;
}

export function signedInOf(request: FastifyRequest): { person: Person; viewer: Viewer } {
  if (!request.signedIn) throw signedOut();
  return request.signedIn;
}

type CookieDeps = Pick<ApiDeps, 'publicUrl'>;

/** `__Host-` binds the cookie to this host and to https; on a laptop without https a browser would not keep it. */
export function cookieName(deps: CookieDeps): string {
  return isHttps(deps) ? '__Host-plumbline' : 'plumbline';
}

function isHttps(deps: CookieDeps): boolean {
  return deps.publicUrl?.startsWith('https:') ?? false;
}

export function sessionIdOf(request: FastifyRequest, deps: CookieDeps): string | null {
  return request.cookies[cookieName(deps)] ?? null;
}

export function keepSession(reply: FastifyReply, deps: CookieDeps, sessionId: string): void {
  reply.setCookie(cookieName(deps), sessionId, { ...cookieOptions(deps), maxAge: SESSION_SECONDS });
}

export function dropSession(reply: FastifyReply, deps: CookieDeps): void {
  reply.clearCookie(cookieName(deps), cookieOptions(deps));
}

/** The same to keep and to drop: a browser ignores whoever drops a `__Host-` cookie without saying Secure. */
function cookieOptions(deps: CookieDeps) {
  return { path: '/', httpOnly: true, sameSite: 'lax', secure: isHttps(deps) } as const;
}
