/** The handshake of a new webhook: a POST with the secret, answered while the call that creates the webhook still waits. */
import { refuse } from './errors.ts';

/** Asana waits this long for an answer, to a handshake and to a delivery. */
export const answerMaxMs = 10_000;

/**
 * @throws AsanaRefusal 403 where the target cannot be reached or answers another status than 200 and 204, 400 where it does not repeat
 *   the secret.
 */
export async function shakeHands(target: string, secret: string): Promise<void> {
  const answer = await ask(target, secret);
  if (answer === null) {
    refuse(
      403,
      'Could not complete activation handshake with target URL. Please ensure that the receiving server is up.',
    );
  }
  if (answer.status !== 200 && answer.status !== 204) {
    refuse(
      403,
      `The remote server which is intended to receive the webhook responded with an incorrect HTTP status code: ${answer.status}`,
    );
  }
  if (answer.secret !== secret) {
    refuse(
      400,
      'The remote server which is intended to receive the webhook did not respond with the handshake secret.',
    );
  }
}

async function ask(target: string, secret: string): Promise<{ status: number; secret: string | null } | null> {
  try {
    const answer = await fetch(target, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-hook-secret': secret },
      body: JSON.stringify({ events: [] }),
      redirect: 'manual',
      signal: AbortSignal.timeout(answerMaxMs),
    });
    await answer.body?.cancel();
    return { status: answer.status, secret: answer.headers.get('x-hook-secret') };
  } catch {
    return null;
  }
}
