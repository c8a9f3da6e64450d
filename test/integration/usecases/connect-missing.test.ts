import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sources } from '../../../connectors/registry.ts';
import { SOURCES, type SourceName } from '../../../src/domain/task.ts';
import { listConnections } from '../../../src/store/connections.ts';
import { createSecretBox } from '../../../src/store/secrets.ts';
import { connectTool } from '../../../src/usecases/connect.ts';
import { createTestDatabase, type TestDatabase } from '../../helpers/database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database?.drop());

/** Nobody answers there: whoever is asked for something gives another error. */
const NOWHERE = 'http://127.0.0.1:9';
const full = { email: 'ada@x.example', key: 'k', token: 't', appSecret: 's' };

function connect(tool: SourceName, credentials: Partial<typeof full>) {
  const deps = {
    db: database.db,
    secrets: createSecretBox(Buffer.alloc(32, 1)),
    reach: { mayReach: () => false },
    now: () => Date.UTC(2026, 10, 22),
  };
  const given = credentials as Partial<typeof full> & { token: string };
  return connectTool(deps, { tool, baseUrl: NOWHERE, credentials: given }, AbortSignal.timeout(110_000));
}

const fields = SOURCES.flatMap((tool) => sources[tool].credentials.map((field) => ({ tool, ...field })));

describe('connecting', () => {
  it.each(fields.filter(({ isNeeded }) => isNeeded))(
    '$tool without “$label” asks nobody, stores nothing, and says where to get it',
    async ({ tool, name, label, whereToGetIt }) => {
      const error = await connect(tool, { ...full, [name]: '' }).catch((reason: unknown) => reason);
      expect(error).toMatchObject({ code: 'missing-credentials' });
      expect(String(error)).toContain(`“${label}”. ${whereToGetIt}`);
      expect(await listConnections(database.db)).toEqual([]);
    },
  );

  it.each(fields.filter(({ isNeeded }) => !isNeeded))('$tool without “$label” goes on', async ({ tool, name }) => {
    await expect(connect(tool, { ...full, [name]: '' })).rejects.toMatchObject({ code: 'unreachable' });
  });

  it.each(SOURCES)('%s asks for a token, and for nothing twice', (tool) => {
    const names = sources[tool].credentials.map(({ name }) => name);
    expect(names).toContain('token');
    expect(new Set(names).size).toBe(names.length);
  });
});
