import type { ConnectorOptions, ScopeRecord } from '../connector.ts';
import { ATLASSIAN_ADDRESS, ATLASSIAN_CREDENTIALS } from '../credential-fields.ts';
import { everyAnswer } from '../every-answer.ts';
import { readRecords } from '../records.ts';
import type { WikiConnector, WikiDefinition } from '../wiki.ts';
import { pullChanges } from './changes.ts';
import { type ConfluenceClient, createConfluenceClient, wikiBase } from './client.ts';
import { normaliseSpace } from './normalise.ts';
import { fetchPages, listPageIds, pullSpace } from './pull.ts';
import { readAnswer } from './read-answer.ts';
import { spaceSchema } from './schema.ts';

// Neither a token nor an OAuth app may register webhooks on Confluence Cloud: it is asked every few minutes.
const abilities = { scopeNoun: 'space', hasWebhooksByHand: false, hasGoalColumns: false };

/** Confluence Cloud: its spaces are scopes, its pages documents. */
export const confluence: WikiDefinition = {
  tool: 'confluence',
  abilities,
  address: ATLASSIAN_ADDRESS,
  credentials: ATLASSIAN_CREDENTIALS,
  provenBy: [],
  readAnswer,
  readDelivery: () => ({
    changed: [],
    deleted: [],
    ignored: [{ reason: 'Confluence Cloud sends no deliveries to us.' }],
  }),
  create,
};

function create(options: ConnectorOptions): WikiConnector {
  const client = createConfluenceClient(options);
  const base = wikiBase(options.baseUrl);
  return {
    tool: 'confluence',
    abilities,
    async check(signal) {
      const me = await client.me(signal);
      return {
        id: me.accountId,
        name: me.displayName || me.publicName || me.accountId,
        email: me.email || null,
        site: new URL(base).host,
        timeZone: me.timeZone || null,
      };
    },
    listScopes: (signal) => listSpaces(client, base, signal),
    pull: (scope, since, signal) => pullSpace(client, base, scope, since, signal),
    pullChanges: (scopes, signal) => pullChanges(client, base, scopes, signal),
    census: (scope, signal) => listPageIds(client, scope, signal),
    fetchRecords: (ids, signal) => fetchPages(client, base, ids, signal),
  };
}

/** Spaces of every kind, archived ones too, which say so. */
async function* listSpaces(client: ConfluenceClient, base: string, signal: AbortSignal): AsyncGenerator<ScopeRecord> {
  for await (const spaces of everyAnswer('confluence', 'list spaces', (cursor) => client.spaces(cursor, signal))) {
    yield* readRecords(spaceSchema, spaces, 'id').good.map((space) => normaliseSpace(space, base));
  }
}
