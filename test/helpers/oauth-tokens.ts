import type { AccessTokens, OAuthCredentials } from '../../connectors/connector.ts';
import type { Connection } from '../../src/store/connections.ts';
import type { Database } from '../../src/store/database.ts';
import { createSecretBox } from '../../src/store/secrets.ts';
import { openAccessTokens } from '../../src/usecases/oauth-tokens.ts';
import { LOOPBACK } from './loopback.ts';

export const secrets = createSecretBox(Buffer.alloc(32, 5));

/** As a worker opens a connection's tokens. */
export function openTokens(db: Database, connection: Connection): AccessTokens {
  const { id: connectionId, baseUrl, sealedCredentials } = connection;
  const credentials = JSON.parse(secrets.open(sealedCredentials ?? '', { connectionId, baseUrl })) as OAuthCredentials;
  return openAccessTokens({ db, secrets, reach: LOOPBACK, clock: Date.now }, connection, credentials);
}
