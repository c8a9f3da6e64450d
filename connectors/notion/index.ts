import type { ConnectorOptions, ScopeRecord } from '../connector.ts';
import { everyAnswer } from '../every-answer.ts';
import { readRecords } from '../records.ts';
import type { WikiConnector, WikiDefinition } from '../wiki.ts';
import { createNotionClient, type NotionClient } from './client.ts';
import { listLooseIds, pullLoose } from './loose.ts';
import { normaliseDataSource } from './normalise.ts';
import { fetchPages, listRowIds, pullDataSource } from './pull.ts';
import { readAnswer } from './read-answer.ts';
import { dataSourceSchema } from './schema.ts';
import { deliveryKey, readDelivery, verifyDelivery } from './webhook.ts';

const abilities = { scopeNoun: 'data source', hasWebhooksByHand: true, hasGoalColumns: true };

/** Notion: its data sources are scopes, their rows documents. */
export const notion: WikiDefinition = {
  tool: 'notion',
  abilities,
  address: { usual: 'https://api.notion.com', example: 'https://api.notion.com' },
  credentials: [
    {
      name: 'token',
      isNeeded: true,
      label: 'Token of the integration',
      whereToGetIt:
        'Made at notion.so/my-integrations; reading content is all it needs. It sees only pages shared with it: open a page or database, then •••, Connections.',
    },
  ],
  whenNothingIsSeen:
    'Notion shows only what is shared with the integration: open a page or database, then •••, Connections.',
  readAnswer,
  readDelivery,
  provenBy: ['handed-secret'],
  verifyDelivery,
  deliveryKey,
  create,
};

function create(options: ConnectorOptions): WikiConnector {
  const client = createNotionClient(options);
  return {
    tool: 'notion',
    abilities,
    async check(signal) {
      const me = await client.me(signal);
      const site = me.bot?.workspace_name || 'Notion';
      return { id: me.id, name: me.name || me.id, email: me.person?.email || null, site, timeZone: null };
    },
    listScopes: (signal) => listDataSources(client, signal),
    pull: (scope, since, signal) => pullDataSource(client, scope, since, signal),
    pullLoose: (since, signal) => pullLoose(client, since, signal),
    listLooseIds: (signal) => listLooseIds(client, signal),
    census: (scope, signal) => listRowIds(client, scope, signal),
    fetchRecords: (ids, signal) => fetchPages(client, ids, signal),
  };
}

async function* listDataSources(client: NotionClient, signal: AbortSignal): AsyncGenerator<ScopeRecord> {
  for await (const found of everyAnswer('notion', 'find data sources', (token) =>
    client.findDataSources(token, signal),
  )) {
    yield* readRecords(dataSourceSchema, found, 'id').good.map(normaliseDataSource);
  }
}
