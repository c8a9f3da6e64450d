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
    if (request.url.startsWith('/api/')) reply.header('cache-control', 'no-store');
    if (SAFE_METHODS.includes(request.method)) return;
    if (isForeign(request.headers, deps.publicUrl)) {
      throw new ApiProblem(403, 'foreign-origin', 'This request came from another site and was refused.');
    }
  });
}

/** A browser says where a request comes from; a script says nothing, and has no cookie either. */
function isForeign(headers: Record<string, unknown>, publicUrl: string | null): boolean {
  const site = headers['sec-fetch-site'];
  if (site === 'cross-site' || site === 'same-site') return true;
  const { origin, host } = headers;
  if (typeof origin !== 'string') return false;
  const own = publicUrl ? [new URL(publicUrl).origin] : [`http://${String(host)}`, `https://${String(host)}`];
  return !own.includes(origin);
}
