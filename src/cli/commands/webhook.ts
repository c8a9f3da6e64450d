import { setTimeout as delay } from 'node:timers/promises';
import type { Runtime } from '../../compose.ts';
import { UseCaseError } from '../../usecases/errors.ts';
import { beginWebhookByHand, readWebhookByHand } from '../../usecases/make-webhook-by-hand.ts';
import type { Terminal } from '../terminal.ts';

const LOOK_EVERY_MS = 1_000;

/** Makes a webhook that only a person can make in the wiki's settings: prints the address, waits for the token, and prints that. */
export async function makeWebhook(
  terminal: Terminal,
  runtime: Runtime,
  connectionId: string,
  signal: AbortSignal,
): Promise<void> {
  const root = runtime.config.publicUrl;
  if (root === null) {
    throw new UseCaseError(
      'no-public-url',
      'The wiki has to know where to reach Plumbline: set PLUMBLINE_PUBLIC_URL. Until then it is polled.',
    );
  }
  const { address } = await beginWebhookByHand(runtime, connectionId, root);
  terminal.say('In the settings of your integration, under Webhooks, create a subscription with this address:');
  terminal.say(`  ${address}`);
  terminal.say('Waiting for the token that is sent to it (half an hour at most) while plumbline start runs.');
  const token = await tokenOf(runtime, connectionId, signal);
  if (terminal.isJson) terminal.printJson({ connection: connectionId, address, verificationToken: token });
  else terminal.print(`The token has come. Paste it back and verify the subscription: ${token}`);
}

async function tokenOf(runtime: Runtime, connectionId: string, signal: AbortSignal): Promise<string> {
  for (;;) {
    const made = await readWebhookByHand(runtime, connectionId);
    if (made.verificationToken !== null) return made.verificationToken;
    if (made.state !== 'waiting') throw new UseCaseError('no-token', 'No token came in time; begin anew.');
    await delay(LOOK_EVERY_MS, undefined, { signal });
  }
}
