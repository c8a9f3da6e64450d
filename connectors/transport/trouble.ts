import type { ConnectorError } from '../errors.ts';
import { BodyTooLargeError } from './exchange.ts';
import type { Judge } from './judge.ts';
import { PrivateAddressError } from './reach.ts';

const PRIVATE_ADDRESS =
  'its address is inside a private network; whoever runs Plumbline can list it in PLUMBLINE_PRIVATE_RANGES';

/** What went wrong below HTTP, in our words; undici's own messages may name hosts. */
export function troubleOf(judge: Judge, call: string, error: unknown): ConnectorError {
  if (isPrivateAddress(error)) return judge.fail(call, 'unexpected-answer', PRIVATE_ADDRESS, { cause: error });
  if (error instanceof BodyTooLargeError) {
    return judge.fail(call, 'unexpected-answer', 'the answer is larger than the limit', { cause: error });
  }
  return judge.fail(call, 'unavailable', describe(error), { cause: error });
}

/** Also where it stands behind undici's own error. */
function isPrivateAddress(error: unknown): boolean {
  if (error instanceof PrivateAddressError) return true;
  return error instanceof Error && error.cause !== undefined && isPrivateAddress(error.cause);
}

function describe(error: unknown): string {
  const { code = '', name = '' } = error as { code?: string; name?: string };
  if (name === 'TimeoutError' || code.includes('TIMEOUT')) return 'no answer in time';
  if (code === 'ECONNREFUSED') return 'the connection was refused';
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'the host name is not known';
  return 'the connection broke off';
}
