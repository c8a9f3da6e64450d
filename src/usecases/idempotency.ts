import { createHash } from 'node:crypto';
import type { Database } from '../store/database.ts';
import { claimKey, type KeyedCall, type KeyState, releaseKey, saveAnswer } from '../store/idempotency.ts';

/** One call under one key: the same key and request give the same saved answer; nothing is done twice. */
export interface KeyedRequest {
  readonly state: KeyState;
  answered(status: number, body: string): Promise<void>;
}

export async function beginKeyed(
  deps: { readonly db: Database; readonly clock: () => number },
  request: { personId: string; key: string; call: string; body: unknown },
): Promise<KeyedRequest> {
  const requestHash = createHash('sha256')
    .update(JSON.stringify(request.body ?? null))
    .digest('hex');
  const call: KeyedCall = { personId: request.personId, key: request.key, call: request.call, requestHash };
  return {
    state: await claimKey(deps.db, call, new Date(deps.clock())),
    answered: (status, body) => (status >= 500 ? releaseKey(deps.db, call) : saveAnswer(deps.db, call, status, body)),
  };
}
