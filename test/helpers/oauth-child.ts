/** A process that renews a consent's tokens, to be killed: `node oauth-child.ts DATABASE_URL CONNECTION`. Prints the token it got. */
import { findConnection } from '../../src/store/connections.ts';
import { openDatabase } from '../../src/store/database.ts';
import { openTokens } from './oauth-tokens.ts';

const [databaseUrl = '', connectionId = ''] = process.argv.slice(2);
const db = openDatabase(databaseUrl);
const connection = await findConnection(db, connectionId);
if (!connection) throw new Error(`There is no connection ${connectionId}`);
const token = await openTokens(db, connection).take(new AbortController().signal);
process.stdout.write(`${token.value}\n`);
await db.destroy();
