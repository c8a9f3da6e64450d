import type { IncomingHttpHeaders } from 'node:http';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import type { App } from '../app-type.ts';
import type { ApiDeps } from '../deps.ts';
import { ApiProblem } from '../problem.ts';

const SAFE_METHODS = ['GET', 'HEAD', 'OPTIONS'];

/** Headers on every answer, a limit on guessing, and no change from another site's page. */
export async function addSecurity(app: App, deps: Pick<ApiDeps, 'publicUrl'>): Promise<void> {
  const isHttps = deps.publicUrl?.startsWith('https:') ?? false;
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        // Mantine sets its variables in style attributes and a style element; scripts are files of ours only.
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:'],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    strictTransportSecurity: isHttps ? { maxAge: 31_536_000 } : false,
    referrerPolicy: { policy: 'no-referrer' },
  });
  await app.register(rateLimit, { global: false });
  app.addHook('onRequest', async (request, reply) => {
    // Only the dashboard's files may be kept; they say so themselves.
    reply.header('cache-control', 'no-store');
    const refusal = refuseForeign(request, deps.publicUrl);
    if (refusal) throw refusal;
  });
}

/** What is said to a change that another site's page sends; null where it may be one of ours, or no browser's. */
export function refuseForeign(
  { method, headers }: { readonly method: string; readonly headers: IncomingHttpHeaders },
  publicUrl: string | null,
): ApiProblem | null {
  if (SAFE_METHODS.includes(method)) return null;
  if (isForeign(headers, publicUrl)) {
    return new ApiProblem(403, 'foreign-origin', 'This request came from another site and was refused.');
  }
  if (!isSilent(headers)) return null;
  return new ApiProblem(403, 'no-origin', 'A change with a session says where it comes from: send an Origin header.');
}

/** Carries a session and does not say where it comes from; every browser does. */
function isSilent(headers: IncomingHttpHeaders): boolean {
  return headers.cookie !== undefined && headers.origin === undefined && headers['sec-fetch-site'] === undefined;
}

/** A browser says where a request comes from. */
function isForeign(headers: IncomingHttpHeaders, publicUrl: string | null): boolean {
  const site = headers['sec-fetch-site'];
  if (site === 'cross-site' || site === 'same-site') return true;
  const { origin, host } = headers;
  if (typeof origin !== 'string') return false;
  const own = publicUrl ? [new URL(publicUrl).origin] : [`http://${String(host)}`, `https://${String(host)}`];
  return !own.includes(origin);
}
