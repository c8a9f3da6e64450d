import type { Runtime } from '../compose.ts';
import type { Terminal } from './terminal.ts';

export async function serve(
  _terminal: Terminal,
  _runtime: Runtime,
  _options: { isDemo: boolean; signal: AbortSignal },
): Promise<void> {
  throw new Error('not yet');
}
