import { TOOL_WORDS } from '../domain/wording.ts';
import type { Connection } from '../store/connections.ts';
import type { Database } from '../store/database.ts';
import { clearNotice, raiseNotice } from '../store/notices.ts';
import { listSilentWebhooks, type SilentWebhook } from '../store/views/health.ts';

const KIND = 'silent-webhook';
const SILENT_MS = 86_400_000;
/** What changed this lately may still be on its way. */
const SETTLED_MS = 30 * 60_000;

/**
 * Tells the owners of webhooks that died without a word: a day without any delivery while polling found changes they should have told.
 * Nothing is missing here, since polling never stops; it only came later. Mended by the first delivery.
 */
export async function watchWebhooks(
  deps: { readonly db: Database; readonly now: () => number },
  connection: Connection,
): Promise<void> {
  const at = new Date(deps.now());
  const silent = await listSilentWebhooks(deps.db, connection.id, {
    before: new Date(deps.now() - SILENT_MS),
    settled: new Date(deps.now() - SETTLED_MS),
  });
  if (silent.length === 0) {
    await clearNotice(deps.db, { connectionId: connection.id, kind: KIND }, at);
    return;
  }
  await raiseNotice(deps.db, { connectionId: connection.id, kind: KIND, at, ...sayOf(connection, silent) });
}

function sayOf({ tool, name }: Connection, silent: readonly SilentWebhook[]) {
  const words = TOOL_WORDS[tool];
  const of = silent.length === 1 && silent[0]?.scopeName ? ` of ${silent[0].scopeName}` : '';
  const which = silent.length === 1 ? `The webhook${of}` : `${silent.length} webhooks`;
  return {
    text: `${which} of ${name} told of nothing for a day, though tasks changed: changes come with the next poll instead.`,
    action: `Look whether ${words} reaches this address from outside, and whether its deliveries are refused here; then remove the webhook in ${words}: it is made anew within ten minutes.`,
  };
}
