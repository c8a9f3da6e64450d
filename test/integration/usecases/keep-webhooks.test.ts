import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Connector, RegisteredWebhook, WantedWebhook, WebhookAdmin } from '../../../connectors/connector.ts';
import { ConnectorError, type ConnectorErrorKind } from '../../../connectors/errors.ts';
import type { ToolName } from '../../../src/domain/task.ts';
import { createSecretBox } from '../../../src/store/secrets.ts';
import { keepHandedSecret, listWebhooks } from '../../../src/store/webhooks.ts';
import { keepWebhooks, type WebhookDeps } from '../../../src/usecases/keep-webhooks.ts';
import { planDue } from '../../../src/usecases/plan-due.ts';
import { readWebhooks } from '../../../src/usecases/read-webhooks.ts';
import { removeWebhooks } from '../../../src/usecases/remove-webhooks.ts';
import { emptyTables } from './empty-tables.ts';
import { addScope, DAY_MS, NOON, openStage, type Stage } from './stage.ts';

const secrets = createSecretBox(Buffer.alloc(32, 7));
const binding = (tool: ToolName) => ({ connectionId: tool, baseUrl: `https://${tool}.example` });
let stage: Stage;
/** What stands at the tool, and what it was asked, in order. */
let there: (RegisteredWebhook & { readonly secret: string; readonly scopes: readonly string[] })[] = [];
let asked: string[] = [];
let faults = new Map<string, { kind: ConnectorErrorKind; status?: number }>();
/** What the tool does at our address while `create` waits. */
let duringCreate: (wanted: WantedWebhook) => Promise<void> = async () => undefined;
let livesMs: number | null = null;
let made = 0;
let requested: string[] = [];

beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.drop());
beforeEach(async () => {
  await emptyTables(stage);
  for (const table of ['webhooks', 'delivery_refusals', 'deliveries', 'schedules'] as const) {
    await stage.db.deleteFrom(table).execute();
  }
  await stage.db.deleteFrom('sync_runs').where('state', '=', 'queued').execute();
  await stage.db.updateTable('connections').set({ credentials: null, last_complete_at: null }).execute();
  [there, asked, faults, livesMs, made, requested] = [[], [], new Map(), null, 0, []];
  duringCreate = async () => undefined;
  for (const scope of ['A', 'B']) await addScope(stage, scope);
  for (const scope of ['A', 'B']) await addScope(stage, scope, { connectionId: 'asana' });
});

function ask(call: string): void {
  asked.push(call);
  const fault = faults.get(call) ?? faults.get(call.split(' ')[0] ?? '');
  if (fault) throw new ConnectorError({ tool: 'jira', call, because: 'so the test wants it', ...fault });
}

/** As Asana does while our call waits; a secret that came before stays. */
async function handOver({ callbackUrl }: WantedWebhook): Promise<void> {
  const sealed = secrets.seal('handed over', { ...binding('asana'), field: 'webhook' });
  await keepHandedSecret(stage.db, callbackUrl.split('hook=')[1] ?? '', sealed, new Date(stage.clock));
}

function adminOf(per: WebhookAdmin['per'], provenBy: WebhookAdmin['provenBy']): WebhookAdmin {
  return {
    per,
    provenBy,
    async *list() {
      ask('list');
      yield* [...there];
    },
    async create(wanted) {
      const scopes = wanted.scopes.map((scope) => scope.externalId);
      ask(`create ${scopes.join('+')}`);
      await duringCreate(wanted);
      if (provenBy === 'handed-secret') await handOver(wanted);
      const expiresAt = livesMs === null ? null : stage.clock + livesMs;
      const state = { scopeExternalId: null, isActive: true, expiresAt, trouble: null };
      const one = {
        externalId: `w${++made}`,
        callbackUrl: wanted.callbackUrl,
        ...state,
        secret: wanted.secret,
        scopes,
      };
      there.push(one);
      return one;
    },
    async refresh(ids) {
      ask(`refresh ${ids.join('+')}`);
      const expiresAt = stage.clock + 30 * DAY_MS;
      there = there.map((one) => (ids.includes(one.externalId) ? { ...one, expiresAt } : one));
      return { expiresAt };
    },
    async remove(externalId) {
      ask(`remove ${externalId}`);
      there = there.filter((one) => one.externalId !== externalId);
    },
  };
}

type Given = Partial<WebhookDeps> & Partial<Pick<WebhookAdmin, 'per' | 'provenBy'>>;

function deps(given: Given = {}): WebhookDeps {
  const { per = 'connection', provenBy = 'own-secret', ...more } = given;
  return {
    db: stage.db,
    secrets,
    openConnector: () => ({ webhooks: adminOf(per, provenBy) }) as Partial<Connector> as Connector,
    now: () => stage.clock,
    publicUrl: 'https://plumbline.example',
    notify: async () => undefined,
    onSyncRequested: async ({ connectionId }) => void requested.push(connectionId),
    ...more,
  };
}

const PROOFS = { jira: 'own-secret', asana: 'handed-secret', trello: 'app-secret' } as const;

/** Jira has one for all its scopes, the others one for each. @returns What the tool was asked. */
async function keep(tool: ToolName = 'jira', given: Given = {}): Promise<string[]> {
  asked = [];
  const per = tool === 'jira' ? 'connection' : 'scope';
  await keepWebhooks(deps({ per, provenBy: PROOFS[tool], ...given }), tool, AbortSignal.timeout(110_000));
  return asked;
}

const rows = (tool: ToolName = 'jira') => listWebhooks(stage.db, tool);
const viewOf = async (tool: ToolName = 'jira') => (await readWebhooks(stage.db, stage.clock))(tool);

describe('webhooks whose deliveries the app’s secret proves', () => {
  const connectWith = async (appSecret?: string) => {
    const sealed = secrets.seal(JSON.stringify({ key: 'k', token: 't', appSecret }), binding('trello'));
    await stage.db.updateTable('connections').set({ credentials: sealed }).where('id', '=', 'trello').execute();
  };
  const sealAnother = () =>
    stage.db
      .updateTable('webhooks')
      .set({ secret: secrets.seal('another', { ...binding('trello'), field: 'webhook' }) })
      .execute();
  beforeEach(() => addScope(stage, 'A', { connectionId: 'trello' }));

  it('are made where it is known, and keep no other secret', async () => {
    await connectWith('of the app');
    expect(await keep('trello')).toEqual(['list', 'create A']);
    expect(await rows('trello')).toMatchObject([{ state: 'active', sealedSecret: null }]);
    expect(await keep('trello')).toEqual(['list']);
  });

  it('are not made where it is not, whatever other secret is kept, and say why', async () => {
    await connectWith();
    expect(await keep('trello')).toEqual(['list']);
    await sealAnother();
    expect(await keep('trello')).toEqual(['list']);
    expect(await rows('trello')).toMatchObject([{ state: 'failed', externalId: null }]);
    expect(await viewOf('trello')).toMatchObject({ mode: 'polling' });
    expect((await viewOf('trello')).trouble).toContain('signed with the secret of the app');
  });

  it('are taken off the tool once it is not known any more, and made again when it is', async () => {
    await connectWith('of the app');
    await keep('trello');
    await sealAnother();
    await connectWith();
    expect(await keep('trello')).toEqual(['list', 'remove w1']);
    await connectWith('of the app');
    await keep('trello');
    expect(there).toMatchObject([{ externalId: 'w2' }]);
    expect(await rows('trello')).toMatchObject([{ state: 'active', externalId: 'w2', sealedSecret: null }]);
  });
});

describe('webhooks whose deliveries a handed secret proves', () => {
  it('are made anew where only another is known', async () => {
    const sealed = secrets.seal(JSON.stringify({ token: 't', appSecret: 'of the app' }), binding('asana'));
    await stage.db.updateTable('connections').set({ credentials: sealed }).where('id', '=', 'asana').execute();
    await keep('asana');
    await stage.db.updateTable('webhooks').set({ secret: null }).execute();
    await keep('asana');
    expect(there.map((hook) => hook.externalId)).toEqual(['w3', 'w4']);
    for (const row of await rows('asana')) expect(row.sealedSecret).not.toBeNull();
  });
});

describe('webhooks', () => {
  it('are created where they are missing: one for all, or one for each scope', async () => {
    expect(await keep('jira')).toEqual(['list', 'create A+B']);
    expect(await keep('asana')).toEqual(['list', 'create A', 'create B']);
    const [row] = await rows();
    expect(there[0]?.callbackUrl).toBe(`https://plumbline.example/webhooks/jira/jira?hook=${row?.id}`);
    expect(row).toMatchObject({ state: 'active', externalId: 'w1', scopeIds: ['jira.A', 'jira.B'] });
    expect(await viewOf()).toMatchObject({ mode: 'webhooks', state: 'active', trouble: null });
  });

  it('keep the secret we chose sealed, and prove by it', async () => {
    await keep();
    const [row] = await rows();
    expect(secrets.open(row?.sealedSecret ?? '', { ...binding('jira'), field: 'webhook' })).toBe(there[0]?.secret);
    expect(there[0]?.secret).toMatch(/^[0-9a-f]{64}$/);
  });

  it('are adopted after a restart, none is added (J21)', async () => {
    await keep('jira');
    await keep('asana');
    for (let restart = 0; restart < 3; restart++) {
      expect(await keep('jira')).toEqual(['list']);
      expect(await keep('asana')).toEqual(['list']);
    }
    expect(there).toHaveLength(3);
  });

  it('of ours that nobody knows any more are removed, those of others are left alone (T5)', async () => {
    await keep();
    const [one] = there;
    if (!one) throw new Error('There is none');
    there.push({ ...one, externalId: 'twin' });
    there.push({ ...one, externalId: 'lost', callbackUrl: 'https://plumbline.example/webhooks/jira/jira?hook=lost' });
    there.push({ ...one, externalId: 'staging', callbackUrl: one.callbackUrl.replace('plumbline', 'staging') });
    there.push({ ...one, externalId: 'other', callbackUrl: 'https://ci.example/hook' });
    expect(await keep()).toEqual(['list', 'remove lost', 'remove twin']);
    expect(there.map((hook) => hook.externalId)).toEqual(['w1', 'staging', 'other']);
  });

  it('left by a crash between the tool and our row are made anew, and none stays behind', async () => {
    duringCreate = async () => {
      throw new Error('killed');
    };
    await expect(keep()).rejects.toThrow('killed');
    const [row] = await rows();
    // The tool did make it; its answer was lost, and with it the secret.
    const lost = { externalId: 'w0', callbackUrl: row?.callbackUrl ?? '', scopeExternalId: null, isActive: true };
    there.push({ ...lost, expiresAt: null, trouble: null, secret: 'unknown', scopes: ['A', 'B'] });
    duringCreate = async () => undefined;
    await keep();
    expect(there.map((hook) => hook.externalId)).toEqual(['w1']);
    expect(await keep()).toEqual(['list']);
  });

  it('that stopped at the tool are made anew (T4)', async () => {
    await keep();
    there = there.map((one) => ({ ...one, isActive: false }));
    await keep();
    expect(there).toMatchObject([{ externalId: 'w2', isActive: true }]);
  });

  it('that vanished at the tool are made anew, with a new address, so that a new secret can be handed over', async () => {
    duringCreate = async ({ callbackUrl }) => {
      const id = callbackUrl.split('hook=')[1] ?? '';
      const sealed = secrets.seal(`handed for ${id}`, { ...binding('asana'), field: 'webhook' });
      expect(await keepHandedSecret(stage.db, id, sealed, new Date(stage.clock))).toBe(true);
    };
    await keep('asana');
    const before = await rows('asana');
    there = [];
    await keep('asana');
    const after = await rows('asana');
    expect(after).toHaveLength(2);
    expect(after.map((row) => row.id)).not.toContain(before[0]?.id);
    for (const row of after) {
      const opened = secrets.open(row.sealedSecret ?? '', { ...binding('asana'), field: 'webhook' });
      expect(opened).toBe(`handed for ${row.id}`);
    }
  });

  it('are open to a handshake while our own call waits, and not a moment before or after (A8)', async () => {
    const open: (boolean | undefined)[] = [];
    const isOpen = async () => (await rows('asana')).find((row) => row.handshakeUntil !== null) !== undefined;
    duringCreate = async () => void open.push(await isOpen());
    await keep('asana');
    expect([...open, await isOpen()]).toEqual([true, true, false]);
    faults.set('create', { kind: 'not-visible', status: 403 });
    there = [];
    await keep('asana');
    expect(await isOpen()).toBe(false);
  });
});

describe('another choice of scopes', () => {
  it('registers the new webhook before the old one is removed, at the same address (J14, J16)', async () => {
    await keep();
    await addScope(stage, 'C');
    const secret = there[0]?.secret;
    expect(await keep()).toEqual(['list', 'create A+B+C', 'remove w1']);
    const [row] = await rows();
    expect(there).toMatchObject([{ externalId: 'w2', callbackUrl: row?.callbackUrl, secret, scopes: ['A', 'B', 'C'] }]);
    expect(await keep()).toEqual(['list']);
  });

  it('keeps the old webhook where the new one is refused (J14)', async () => {
    await keep();
    await addScope(stage, 'C');
    faults.set('create', { kind: 'unexpected-answer', status: 400 });
    await keep();
    expect(there.map((one) => one.externalId)).toEqual(['w1']);
  });

  it('removes the webhook of a scope that nobody selects any more', async () => {
    await keep('asana');
    await stage.db.updateTable('scopes').set({ is_selected: false }).where('id', '=', 'asana.A').execute();
    expect(await keep('asana')).toEqual(['list', 'remove w1']);
    expect((await rows('asana')).map((row) => row.scopeId)).toEqual(['asana.B']);
  });

  it('moves to another public address, and the old one is removed after the new one is there', async () => {
    await keep();
    expect(await keep('jira', { publicUrl: 'https://new.example' })).toEqual(['list', 'create A+B', 'remove w1']);
    expect(there[0]?.callbackUrl).toContain('https://new.example/webhooks/jira/jira?hook=');
  });
});

describe('a webhook that lives thirty days', () => {
  beforeEach(async () => {
    livesMs = 30 * DAY_MS;
    await keep();
  });

  it('is prolonged from its twentieth day on, not before (J12)', async () => {
    stage.clock = NOON + 20 * DAY_MS - 1;
    expect(await keep()).toEqual(['list']);
    stage.clock = NOON + 20 * DAY_MS + 1;
    expect(await keep()).toEqual(['list', 'refresh w1']);
    expect((await rows())[0]?.expiresAt?.getTime()).toBe(stage.clock + 30 * DAY_MS);
    expect(await keep()).toEqual(['list']);
  });

  it('raises an alarm from its twenty-fifth day on, when it cannot be prolonged (J12)', async () => {
    faults.set('refresh', { kind: 'unexpected-answer' });
    stage.clock = NOON + 22 * DAY_MS;
    await keep();
    expect((await viewOf()).trouble).toBeNull();
    stage.clock = NOON + 26 * DAY_MS;
    await keep();
    expect((await viewOf()).trouble).toBe(
      'The webhook ends on 2026-12-18 and could not be prolonged: jira, refresh w1: so the test wants it.',
    );
    faults.clear();
    await keep();
    expect((await viewOf()).trouble).toBeNull();
  });

  it('that has ended is made anew', async () => {
    stage.clock = NOON + 31 * DAY_MS;
    await keep();
    expect(there.map((one) => one.externalId)).toEqual(['w2']);
  });
});

describe('a refusal', () => {
  it('of every webhook leaves a sentence, and the connection polls on', async () => {
    faults.set('list', { kind: 'not-visible', status: 403 });
    await keep();
    expect(await viewOf()).toMatchObject({ mode: 'polling', state: 'failed' });
    expect((await viewOf()).trouble).toBe('No webhook, so changes are polled: jira, list: so the test wants it.');
    expect(
      (await stage.db.selectFrom('connections').select('state').where('id', '=', 'jira').execute())[0]?.state,
    ).toBe('active');
    faults.clear();
    await keep();
    expect(await viewOf()).toMatchObject({ mode: 'webhooks', state: 'active', trouble: null });
  });

  it('of one scope leaves the others their webhooks', async () => {
    faults.set('create A', { kind: 'not-visible', status: 403 });
    await keep('asana');
    expect(there.map((one) => one.scopes)).toEqual([['B']]);
    expect(await viewOf('asana')).toMatchObject({ mode: 'webhooks', state: 'failed' });
  });

  it('because one is there already is none: it was listed, and is adopted (A9)', async () => {
    await keep('asana');
    faults.set('create', { kind: 'not-visible', status: 403 });
    await stage.db.updateTable('webhooks').set({ external_id: null, state: 'creating' }).execute();
    expect(await keep('asana')).toEqual(['list']);
    expect((await rows('asana')).map((row) => row.state)).toEqual(['active', 'active']);
  });

  it('for the moment is tried again, and nothing is marked as failed', async () => {
    faults.set('create', { kind: 'unavailable' });
    await expect(keep()).rejects.toMatchObject({ kind: 'unavailable' });
    expect((await rows())[0]?.state).toBe('creating');
    faults.clear();
    await keep();
    expect(there).toHaveLength(1);
  });
});

describe('upkeep', () => {
  it('without a public address asks the tool for nothing, and the connection says it polls', async () => {
    await keep();
    expect(await keep('jira', { publicUrl: null })).toEqual([]);
    expect(await viewOf()).toMatchObject({ mode: 'polling', state: 'failed' });
    expect((await viewOf()).trouble).toContain('PLUMBLINE_PUBLIC_URL');
  });

  it('closes the gap before a new webhook by a pull, unless the first one is still to come', async () => {
    await keep();
    expect(requested).toEqual([]);
    there = [];
    await stage.db
      .updateTable('connections')
      .set({ last_complete_at: new Date(NOON) })
      .execute();
    await keep();
    expect(requested).toEqual(['jira']);
    await keep();
    expect(requested).toEqual(['jira']);
  });

  it('comes due every ten minutes from our table, also after the job before it died (J13)', async () => {
    const due = async (at: number) => (await planDue(stage.db, new Date(at))).webhooks;
    expect(await due(NOON)).toContain('jira');
    expect(await due(NOON + 5_000)).toEqual([]);
    // Nobody ever says that it was done.
    for (const minutes of [10, 20, 30]) expect(await due(NOON + minutes * 60_000 + 1_000 * minutes)).toContain('jira');
  });

  it('ends with the connection: its webhooks are taken off the tool first (T5)', async () => {
    await keep('asana');
    asked = [];
    await removeWebhooks(deps({ per: 'scope' }), 'asana', AbortSignal.timeout(110_000));
    expect(asked.toSorted()).toEqual(['remove w1', 'remove w2']);
    expect(await rows('asana')).toEqual([]);
  });

  it('asks for the removal of each, though one of them fails', async () => {
    await keep('asana');
    asked = [];
    for (const call of ['remove w1', 'remove w2']) faults.set(call, { kind: 'unavailable' });
    const removal = removeWebhooks(deps({ per: 'scope' }), 'asana', AbortSignal.timeout(110_000));
    await expect(removal).rejects.toMatchObject({ kind: 'unavailable' });
    expect(asked.toSorted()).toEqual(['remove w1', 'remove w2']);
  });
});
