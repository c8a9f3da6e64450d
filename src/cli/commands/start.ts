import type { Runtime } from '../../compose.ts';
import { serve } from '../serve.ts';
import type { Terminal } from '../terminal.ts';

/** Runs the service. Only one can run on a data folder; with an own database as many as wanted. */
export async function start(
  terminal: Terminal,
  runtime: Runtime,
  options: { readonly only?: 'api' | 'workers' | undefined },
  signal: AbortSignal,
): Promise<void> {
  await runtime.embedded?.claimService();
  await serve(terminal, runtime, { only: options.only, signal });
}
