import type { Credentials } from '../../connectors/connector.ts';
import type { Connection } from '../store/connections.ts';
import type { Binding, SecretBox } from '../store/secrets.ts';
import type { StoredWebhook } from '../store/webhooks.ts';

interface Keeper {
  readonly secrets: SecretBox;
  readonly connection: Connection;
}

export function opens(keeper: Keeper, row: StoredWebhook): boolean {
  return row.sealedSecret === null || openSecret(keeper, row) !== null;
}

/** null: there is none, or it does not open any more. */
export function openSecret({ secrets, connection }: Keeper, row: StoredWebhook): string | null {
  if (row.sealedSecret === null) return null;
  try {
    return secrets.open(row.sealedSecret, bindingOf(connection));
  } catch {
    return null;
  }
}

export function bindingOf({ id, baseUrl }: Connection): Binding {
  return { connectionId: id, baseUrl, field: 'webhook' };
}

/** Whether the credentials hold what the tool signs its deliveries with. */
export function hasAppSecret({ secrets, connection }: Keeper): boolean {
  if (connection.sealedCredentials === null) return false;
  const binding = { connectionId: connection.id, baseUrl: connection.baseUrl };
  const { appSecret } = JSON.parse(secrets.open(connection.sealedCredentials, binding)) as Credentials;
  return appSecret !== undefined && appSecret !== '';
}
