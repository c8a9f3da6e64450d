import cookie from '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Person, Viewer } from '../../domain/person.ts';
import { findViewer } from '../../usecases/sign-in.ts';
import type { App } from '../app-type.ts';
import type { ApiDeps } from '../deps.ts';
import { ownerOnly, signedOut } from '../problem.ts';

declare module 'fastify' {
  interface FastifyRequest {
    signedIn: { readonly person: Person; readonly viewer: Viewer } | null;
  }
  interface FastifyContextConfig {
    /** Open to everybody; every other route under /api needs a session. */
    readonly isOpen?: boolean;
    readonly isOwnerOnly?: boolean;
  }
}

const SESSION_SECONDS = 14 * 86_400;

/** Nothing under /api is open to strangers, not even on loopback, unless its route says so. */
export async function addSession(app: App, deps: ApiDeps): Promise<void> {
  await app.register(cookie);
  app.decorateRequest('signedIn', null);
  app.addHook('onRequest', async (request) => {
    if (!request.url.startsWith('/api/')) return;
    const { isOpen, isOwnerOnly } = request.routeOptions.config;
    const sessionId = request.cookies[cookieName(deps)];
    request.signedIn = sessionId ? await findViewer(deps, sessionId) : null;
    if (isOpen) return;
    if (!request.signedIn) throw signedOut();
    if (isOwnerOnly && request.signedIn.person.role !== 'owner') throw ownerOnly();
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

/** `__Host-` binds the cookie to this host and to https; on a laptop without https a browser would not keep it. */
function cookieName(deps: Pick<ApiDeps, 'publicUrl'>): string {
  return isHttps(deps) ? '__Host-plumbline' : 'plumbline';
}

function isHttps(deps: Pick<ApiDeps, 'publicUrl'>): boolean {
  return deps.publicUrl?.startsWith('https:') ?? false;
}

export function keepSession(reply: FastifyReply, deps: ApiDeps, sessionId: string): void {
  reply.setCookie(cookieName(deps), sessionId, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: isHttps(deps),
    maxAge: SESSION_SECONDS,
  });
}

export function dropSession(request: FastifyRequest, reply: FastifyReply, deps: ApiDeps): string | null {
  reply.clearCookie(cookieName(deps), { path: '/' });
  return request.cookies[cookieName(deps)] ?? null;
}
