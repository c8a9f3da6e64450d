import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sayFlagItem } from '../../src/domain/outgoing-item.ts';
import { mintSigningSecret } from '../../src/usecases/outgoing-secrets.ts';

type ReadCall = (secret: string, headers: Record<string, string>, body: string) => unknown;

const text = readFileSync(new URL('../../docs/outgoing-webhooks.md', import.meta.url), 'utf8');
const blockOf = (language: string) => new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``).exec(text)?.[1] ?? '';
const folder = mkdtempSync(join(tmpdir(), 'outgoing-example-'));
let readCall: ReadCall;

beforeAll(async () => {
  const file = join(folder, 'read-call.mjs');
  writeFileSync(file, blockOf('js'));
  ({ readCall } = (await import(pathToFileURL(file).href)) as { readCall: ReadCall });
});
afterAll(() => rmSync(folder, { recursive: true }));

/** As a call is signed here. */
function signed(secrets: readonly string[], body: string, at = new Date()) {
  return {
    'webhook-id': 'msg_1',
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': secrets.map((secret) => new Webhook(secret).sign('msg_1', at, body)).join(' '),
  };
}

describe('the documented way to check a call', () => {
  const [old, fresh] = [mintSigningSecret(), mintSigningSecret()];
  const body = JSON.stringify({ type: 'webhook.test', data: { items: [], hidden: 0 } });

  it('takes what is signed with its secret, also beside another one', () => {
    const headers = signed([fresh, old], body);
    expect([readCall(old, headers, body), readCall(fresh, headers, body)]).toEqual([
      JSON.parse(body),
      JSON.parse(body),
    ]);
  });

  it('takes nothing that is signed otherwise, changed, old, or has another time than a number', () => {
    const headers = signed([fresh], body);
    expect(readCall(old, headers, body)).toBeNull();
    expect(readCall(fresh, headers, `${body} `)).toBeNull();
    expect(readCall(fresh, { ...headers, 'webhook-id': 'msg_2' }, body)).toBeNull();
    expect(readCall(fresh, signed([fresh], body, new Date(Date.now() - 301_000)), body)).toBeNull();
    expect(
      readCall(fresh, { ...headers, 'webhook-timestamp': `${headers['webhook-timestamp']}junk` }, body),
    ).toBeNull();
    expect(readCall(fresh, {}, body)).toBeNull();
  });

  it('is shown beside a call that reads as those that are sent', () => {
    const { data } = JSON.parse(blockOf('json')) as { data: { items: Parameters<typeof sayFlagItem>[0][] } };
    const [item] = data.items;
    if (!item) throw new Error('no item is shown');
    const says = (item as unknown as { says: string }).says.replace(' …', '');
    expect(sayFlagItem(item).startsWith(says)).toBe(true);
  });
});
