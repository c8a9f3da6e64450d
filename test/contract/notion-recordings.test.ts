import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RawDelivery } from '../../connectors/connector.ts';
import { notion } from '../../connectors/notion/index.ts';
import { anyAnswer } from './any-answer.ts';
import { expectIgnored, kindOf, recordedFiles } from './recorded-files.ts';

const root = process.env.PLUMBLINE_FIXTURES;
if (!root) console.log('PLUMBLINE_FIXTURES is not set: what Notion really sent is not checked here.');

/** What must come out of each kind of answer. Of a list, every object that has a record gives it; the others are named. */
const ANSWERS: Readonly<Record<string, 'documents' | 'scopes' | 'people' | 'ignored' | 'what it lists'>> = {
  'rest-block': 'documents',
  'rest-block-children': 'what it lists',
  'rest-block-trashed': 'documents',
  'rest-comment': 'ignored',
  'rest-comments-page': 'ignored',
  'rest-data-source': 'scopes',
  'rest-database': 'scopes',
  'rest-error': 'ignored',
  'rest-page': 'documents',
  'rest-page-markdown': 'ignored',
  'rest-page-trashed': 'documents',
  'rest-property-item': 'ignored',
  'rest-query': 'ignored',
  'rest-search': 'what it lists',
  'rest-user': 'ignored',
  'rest-users-page': 'people',
  'rest-views-page': 'ignored',
};

const DELIVERIES: Readonly<Record<string, 'document' | 'deleted document' | 'scope'>> = {
  'webhook-data_source.schema_updated': 'scope',
  'webhook-page.content_updated': 'document',
  'webhook-page.created': 'document',
  'webhook-page.deleted': 'deleted document',
};

interface Recorded {
  readonly object: string;
  readonly id: string;
  readonly type?: string;
  readonly in_trash?: boolean;
  readonly archived?: boolean;
  readonly data_sources?: readonly { readonly id: string }[];
}

describe.skipIf(!root)('Notion, as recorded', () => {
  const files = recordedFiles('notion', root);

  it('has recordings of every kind in the tables, and none of another', () => {
    expect(files.kinds).toEqual([...Object.keys(ANSWERS), ...Object.keys(DELIVERIES)].toSorted());
  });

  it.each(files.answers)('%s gives the records it holds', (file) => {
    const answer = files.load(file);
    const reading = notion.readAnswer(answer);
    const held = heldIn(answer);
    const says = ANSWERS[kindOf(file)] ?? expect.fail(`${file} is of no kind in the table`);
    if (says === 'ignored') return expectIgnored(reading);
    expect(reading.records.map(({ type, externalId }) => [type, externalId])).toEqual(held.flatMap(expectedOf));
    const left = held.filter((one) => expectedOf(one).length === 0);
    expect(reading.ignored.length > 0).toBe(left.length > 0 || held.length === 0);
    if (says === 'what it lists') return;
    const type = { documents: 'document', scopes: 'scope', people: 'person' }[says];
    expect(reading.records.length).toBeGreaterThan(0);
    expect(new Set(reading.records.map((record) => record.type))).toEqual(new Set([type]));
    for (const record of reading.records) expect('title' in record ? record.title : record.name).not.toBe('');
  });

  it('says which page is in the trash', () => {
    for (const file of files.answers.filter((name) => /^rest-(page|block)(-trashed)?-\d/.test(name))) {
      const answer = files.load(file) as Recorded;
      expect(notion.readAnswer(answer).records).toMatchObject([{ isTrashed: answer.in_trash ?? answer.archived }]);
    }
  });

  it.each(files.deliveries)('%s names what it is about', (file) => {
    const { id, entity } = files.load(file) as { id: string; entity: { id: string } };
    const raw: RawDelivery = { headers: {}, body: files.bytes(file), callbackUrl: null };
    const named = (kind: string) => [{ kind, externalId: entity.id }];
    expect(notion.readDelivery(raw)).toEqual(
      {
        document: { changed: named('document'), deleted: [], ignored: [] },
        'deleted document': { changed: [], deleted: named('document'), ignored: [] },
        scope: { changed: named('scope'), deleted: [], ignored: [] },
      }[DELIVERIES[kindOf(file)] ?? expect.fail(`${file} is of no kind in the table`)],
    );
    expect(notion.deliveryKey?.(raw)).toBe(id);
  });

  it('proves the recorded signature, and refuses it with one bit flipped anywhere', () => {
    const file = join(root ?? '', 'fixtures/notion/signature-vector-1.json');
    const vector = JSON.parse(readFileSync(file, 'utf8')) as Record<
      'key' | 'raw_body' | 'expected_header_value',
      string
    >;
    const { key, raw_body: body, expected_header_value: signature } = vector;
    expect(verify(body, signature, [key])).toBe('ok');
    expect(verify(body, signature, ['secret_new', key])).toBe('ok');
    for (const flipped of flips(body)) expect(verify(flipped, signature, [key])).toBe('refused');
    for (const flipped of flips(signature)) expect(verify(body, flipped, [key])).toBe('refused');
    for (const flipped of flips(key)) expect(verify(body, signature, [flipped])).toBe('refused');
  });
});

function heldIn(answer: unknown): readonly Recorded[] {
  const { results } = answer as { results?: Recorded[] };
  return results ?? [answer as Recorded];
}

/** Type and id of the records that one object of an answer is; none where it is none of ours. */
function expectedOf({ object, id, type, data_sources }: Recorded): [string, string][] {
  if (object === 'page' || (object === 'block' && type === 'child_page')) return [['document', id]];
  if (object === 'data_source') return [['scope', id]];
  if (object === 'database') return (data_sources ?? []).map((source) => ['scope', source.id]);
  return object === 'user' && type === 'person' ? [['person', id]] : [];
}

function flips(text: string): string[] {
  const bytes = Buffer.from(text);
  return [...bytes.keys()].map((at) => {
    const copy = Buffer.from(bytes);
    copy[at] = (copy[at] ?? 0) ^ 1;
    return copy.toString('latin1');
  });
}

function verify(body: string, signature: string | string[] | undefined, secrets: string[], isHandshakeOpen = false) {
  const raw = { headers: { 'x-notion-signature': signature }, body: Buffer.from(body, 'latin1'), callbackUrl: null };
  return notion.verifyDelivery?.(raw, { secrets, isHandshakeOpen });
}

describe('Notion’s deliveries', () => {
  const token = 'secret_abc';
  const sign = (body: string, key = token) => `sha256=${createHmac('sha256', key).update(body).digest('hex')}`;
  const event = JSON.stringify({ id: 'e1', type: 'page.created', entity: { id: 'p1', type: 'page' } });
  const handover = JSON.stringify({ verification_token: token });

  it('are refused without a secret, without a header, with two, or signed otherwise', () => {
    expect(verify(event, sign(event), [])).toBe('refused');
    expect(verify(event, sign(event, ''), [''])).toBe('refused');
    expect(verify(event, undefined, [token])).toBe('refused');
    expect(verify(event, '', [token])).toBe('refused');
    expect(verify(event, [sign(event), sign(event)], [token])).toBe('refused');
    expect(verify(event, sign(event).toUpperCase(), [token])).toBe('refused');
    expect(verify(event, sign(event).slice(7), [token])).toBe('refused');
    expect(verify(event, sign(event), [token])).toBe('ok');
  });

  it('hand a token over only while the set-up is open and none is kept', () => {
    const taken = { type: 'handshake', secret: token, answer: { status: 200, headers: {} } };
    expect(verify(handover, sign(handover), [], true)).toEqual(taken);
    expect(verify(handover, undefined, [], true)).toEqual(taken);
    expect(verify(handover, sign(handover, 'other'), [], true)).toBe('refused');
    expect(verify(handover, sign(handover), [], false)).toBe('refused');
    expect(verify(event, sign(event), [], true)).toBe('refused');
  });

  it('never replace a token that is kept, even while the set-up is open', () => {
    const foreign = JSON.stringify({ verification_token: 'secret_mine' });
    expect(verify(foreign, sign(foreign, 'secret_mine'), [token], true)).toBe('refused');
    expect(verify(foreign, sign(foreign), [token], true)).toBe('ok');
  });

  it.each([
    ['comment.created', 'comment'],
    ['view.updated', 'view'],
    ['file_upload.completed', 'file_upload'],
    ['database.content_updated', 'database'],
    ['page.created', 'block'],
  ])('of %s about a %s are ignored with a reason', (type, entity) => {
    const body = Buffer.from(JSON.stringify({ id: 'e', type, entity: { id: 'x', type: entity } }));
    const { changed, deleted, ignored } = notion.readDelivery({ headers: {}, body, callbackUrl: null });
    expect([...changed, ...deleted]).toEqual([]);
    expect(ignored[0]?.reason).toMatch(/\w+ \w+/);
  });
});

describe('Notion, as anybody could send it', () => {
  it('never throws, whatever an answer or a delivery holds', () => {
    const names = [
      'object',
      'page',
      'block',
      'data_source',
      'database',
      'user',
      'id',
      'type',
      'results',
      'properties',
      'title',
      'rich_text',
      'entity',
      'parent',
      'person',
      'child_page',
      'verification_token',
    ];
    fc.assert(
      fc.property(anyAnswer(names), (answer) => {
        const reading = notion.readAnswer(answer);
        expect(reading.records.length + reading.ignored.length).toBeGreaterThan(0);
        const raw = { headers: {}, body: Buffer.from(JSON.stringify(answer)), callbackUrl: null };
        const { changed, deleted, ignored } = notion.readDelivery(raw);
        expect(changed.length + deleted.length + ignored.length).toBeGreaterThan(0);
        expect(notion.verifyDelivery?.(raw, { secrets: ['s'], isHandshakeOpen: true })).toBe('refused');
      }),
      { numRuns: 500 },
    );
    expect(notion.deliveryKey?.({ headers: {}, body: Buffer.from('{"cut'), callbackUrl: null })).toBeNull();
  });
});
