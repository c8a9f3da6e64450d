import type { Runtime } from '../compose.ts';
import { createSignInToken, ensureOwner, isSignedIn } from '../usecases/sign-in.ts';
import { ensureDashboard } from './dashboard-build.ts';
import { startService } from './service.ts';
import { signInLink } from './sign-in-link.ts';
import type { Terminal } from './terminal.ts';

export interface ServeOptions {
  readonly only?: 'api' | 'workers' | undefined;
  readonly signal: AbortSignal;
  /** See `ServiceOptions`. */
  readonly areToolsHere?: boolean | undefined;
  /** Lines to print once it runs. */
  readonly greeting?: readonly string[];
}

/** Runs the service until it is told to stop; prints where it is and a one-time link that signs the owner in. */
export async function serve(terminal: Terminal, runtime: Runtime, options: ServeOptions): Promise<void> {
  const dashboardFolder = options.only === 'workers' ? null : await ensureDashboard(terminal);
  const { only, areToolsHere } = options;
  const service = await startService(runtime, { only, areToolsHere, dashboardFolder });
  if (service.url) await greet(terminal, runtime, service.url, options.greeting ?? []);
  else terminal.print('Plumbline works on jobs; the API runs elsewhere. Stop it with Ctrl-C.');
  await stopped(options.signal);
  terminal.say('Stopping: running pages finish first.');
  await service.close();
}

async function greet(terminal: Terminal, runtime: Runtime, url: string, greeting: readonly string[]): Promise<void> {
  const owner = await ensureOwner(runtime.db);
  const deps = { db: runtime.db, clock: Date.now };
  const isKnown = await isSignedIn(deps, owner.id);
  const signInUrl = isKnown ? null : signInLink(url, await createSignInToken(deps, owner.id));
  if (terminal.isJson) {
    terminal.printJson({ url, signInUrl });
    return;
  }
  for (const line of greeting) terminal.print(line);
  terminal.print(`Plumbline is at ${url}`);
  if (signInUrl) {
    terminal.print(`Sign in once, within 15 minutes, as ${owner.name}:`);
    terminal.print(`  ${signInUrl}`);
  } else {
    terminal.print('You are signed in already; plumbline sign-in-link gives a new link, to you or to others.');
  }
  terminal.print('Stop it with Ctrl-C.');
}

function stopped(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
