import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createInterface } from 'node:readline/promises';
import type { Config } from '../../../config/config.ts';
import { isOAuthSource } from '../../../connectors/oauth.ts';
import type { Runtime } from '../../compose.ts';
import type { SourceName } from '../../domain/task.ts';
import { TOOL_WORDS } from '../../domain/wording.ts';
import { findConnection } from '../../store/connections.ts';
import { UseCaseError } from '../../usecases/errors.ts';
import { beginConsent, chooseSite, readConsent, returnFromConsent } from '../../usecases/oauth-consent.ts';
import type { Terminal } from '../terminal.ts';
import { readSecret } from './connect.ts';

export interface ConsentOptions {
  readonly baseUrl?: string | undefined;
  readonly name?: string | undefined;
  readonly clientId?: string | undefined;
  readonly clientSecretFile?: string | undefined;
  /** Where the consent page sends a person back to on this machine; part of an address that the app has to know. */
  readonly callbackPort: number;
}

type ConsentRuntime = Pick<Runtime, 'db' | 'secrets' | 'reach' | 'now'> & {
  readonly config: Pick<Config, 'atlassianAuthUrl' | 'atlassianApiUrl'>;
};

const PATH = '/oauth/callback';
const WAIT_MS_MAX = 10 * 60_000;
const CONNECT_MS_MAX = 60_000;
const THANKS = 'Plumbline has your answer. You can close this page and go back to the terminal.\n';

/**
 * Connects by a person's consent: says which address to add to the app and which page to open, and waits on this machine for what
 * the page sends back.
 *
 * @throws UseCaseError `missing-credentials`, `port-taken`, `no-consent`
 */
export async function connectByConsent(
  terminal: Terminal,
  runtime: ConsentRuntime,
  tool: SourceName,
  options: ConsentOptions,
  signal: AbortSignal,
): Promise<void> {
  if (!isOAuthSource(tool)) {
    throw new UseCaseError('no-consent', `${TOOL_WORDS[tool]} is connected with a token: --base-url and --token-file.`);
  }
  const { clientId, clientSecretFile, baseUrl = null, name } = options;
  if (!clientId || !clientSecretFile) {
    throw new UseCaseError('missing-credentials', 'With --oauth say --client-id and --client-secret-file.');
  }
  const wanted = { tool, baseUrl, name, clientId, clientSecret: await readSecret(clientSecretFile, 'secret') };
  const { atlassianAuthUrl: authOrigin, atlassianApiUrl: apiOrigin } = runtime.config;
  const deps = { ...runtime, clock: Date.now, atlassian: { authOrigin, apiOrigin } };
  const holder = randomBytes(32).toString('base64url');
  const way = await openWayBack(options.callbackPort);
  try {
    const { authorizeUrl } = await beginConsent(deps, holder, wanted, way.redirectUri);
    terminal.say(`1. Among the callback addresses of the app there must be: ${way.redirectUri}`);
    terminal.say(`2. Open this address, and consent: ${authorizeUrl}`);
    terminal.say('Waiting for ten minutes; Ctrl-C stops.');
    const given = await way.comesBack(AbortSignal.any([signal, AbortSignal.timeout(WAIT_MS_MAX)]));
    const within = AbortSignal.any([signal, AbortSignal.timeout(CONNECT_MS_MAX)]);
    const { consentId, connectionId } = await returnFromConsent(deps, holder, given, within);
    const id = connectionId ?? (await chooseAtPrompt(deps, holder, consentId, within));
    await tell(terminal, runtime, tool, id);
  } finally {
    await way.close();
  }
}

/** @throws UseCaseError `no-consent` with why it failed, or with the sites where nobody can be asked. */
async function chooseAtPrompt(
  deps: Parameters<typeof chooseSite>[0],
  holder: string,
  consentId: string,
  signal: AbortSignal,
): Promise<string> {
  const { state, message, sites } = await readConsent(deps, holder, consentId);
  if (state !== 'choosing') throw new UseCaseError('no-consent', message ?? 'Nothing was connected; begin again.');
  const listed = sites.map((site) => `${site.name} (${site.url})`);
  if (!process.stdin.isTTY) {
    throw new UseCaseError('no-consent', `The consent covers ${listed.join(', ')}; name one of them with --base-url.`);
  }
  process.stderr.write(`${listed.map((site, index) => `${index + 1}. ${site}`).join('\n')}\n`);
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await prompt.question('Which site? ').finally(() => prompt.close());
  const cloudId = sites[Number(answer.trim()) - 1]?.cloudId ?? '';
  return chooseSite(deps, holder, { consentId, cloudId }, signal);
}

async function tell(terminal: Terminal, { db }: ConsentRuntime, tool: SourceName, id: string): Promise<void> {
  const account = (await findConnection(db, id))?.account;
  if (terminal.isJson) {
    terminal.printJson({ connection: id, account: account?.name ?? null, site: account?.site ?? null });
    return;
  }
  terminal.print(`${TOOL_WORDS[tool]} answers as ${account?.name} (${account?.site}).`);
  terminal.print(`Connected as ${id}. Next: plumbline sync ${id}`);
}

interface WayBack {
  readonly redirectUri: string;
  /** What the consent page sent back with the person. */
  comesBack(signal: AbortSignal): Promise<{ readonly state: string; readonly code: string | null }>;
  close(): Promise<void>;
}

/** Listens on this machine alone, for one path. Who else calls it knows no state, and is refused later. */
async function openWayBack(port: number): Promise<WayBack> {
  const server = createServer();
  server.listen(port, '127.0.0.1');
  await once(server, 'listening').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE') throw error;
    throw new UseCaseError('port-taken', `Port ${port} is taken; choose another one with --callback-port.`);
  });
  const redirectUri = `http://localhost:${(server.address() as AddressInfo).port}${PATH}`;
  return {
    redirectUri,
    async comesBack(signal) {
      for (;;) {
        const [request, response] = await once(server, 'request', { signal }).catch((error: unknown) => {
          if (signal.reason?.name !== 'TimeoutError') throw signal.aborted ? signal.reason : error;
          throw new UseCaseError('no-consent', 'Nobody came back within ten minutes; begin again.');
        });
        const url = new URL(request.url ?? '/', redirectUri);
        const state = url.searchParams.get('state');
        const isBack = url.pathname === PATH && state !== null;
        response.writeHead(isBack ? 200 : 404, { 'content-type': 'text/plain', 'referrer-policy': 'no-referrer' });
        response.end(isBack ? THANKS : '');
        if (isBack) return { state, code: url.searchParams.has('error') ? null : url.searchParams.get('code') };
      }
    },
    async close() {
      server.closeAllConnections();
      if (server.listening) await new Promise((resolve) => server.close(resolve));
    },
  };
}
