import { describe, expect, it } from 'vitest';
import { normaliseBoard, normaliseCard, normaliseMember, wordsOf } from '../../../../connectors/trello/normalise.ts';
import type { TrelloCard } from '../../../../connectors/trello/schema.ts';

const words = wordsOf({
  closed: false,
  lists: [
    { id: 'l1', name: 'Doing', closed: false },
    { id: 'l2', name: 'Old ideas', closed: true },
  ],
  customFields: [
    { id: 'f1', name: 'OKR', type: 'list', options: [{ id: 'o1', value: { text: 'KR2.1' } }] },
    { id: 'f2', name: 'Points', type: 'number' },
    { id: 'f3', name: 'Why', type: 'text' },
  ],
});

function card(more: Partial<TrelloCard> = {}): TrelloCard {
  return { id: '5e93ba98614ac22d22f085c4', name: 'Call the ward', idBoard: 'b1', idList: 'l1', ...more };
}

describe('a Trello card', () => {
  it('has its list as status and place', () => {
    expect(normaliseCard(card(), words)).toMatchObject({
      status: { externalId: 'l1', name: 'Doing', category: null },
      placements: [{ scopeExternalId: 'b1', groupExternalId: 'l1', groupName: 'Doing' }],
      kind: 'card',
    });
  });

  it('is done where somebody ticked it, on whatever list', () => {
    expect(normaliseCard(card({ dueComplete: true }), words).status).toEqual({
      externalId: 'l1',
      name: 'Doing',
      category: 'done',
    });
  });

  it('names a list that it does not know by its id', () => {
    const record = normaliseCard(card({ idList: 'l9' }), words);
    expect(record.status.name).toBe('l9');
    expect(record.placements[0]?.groupName).toBeNull();
  });

  it('was made at the second its id begins with', () => {
    expect(normaliseCard(card(), words).createdAt).toBe(0x5e93ba98 * 1000);
    expect(normaliseCard(card({ id: 'odd' }), words).createdAt).toBeNull();
  });

  it('is known by its short link, else by its number', () => {
    expect(normaliseCard(card({ shortLink: 'ZkK7ppyn', idShort: 4 }), words).key).toBe('ZkK7ppyn');
    expect(normaliseCard(card({ idShort: 4 }), words).key).toBe('4');
    expect(normaliseCard(card(), words).key).toBeNull();
  });

  it('carries its labels by name, and by color where they have none', () => {
    const labels = [
      { id: '1', name: 'okr:kr2.1', color: 'red' },
      { id: '2', name: '', color: 'green' },
      { id: '3', name: '', color: null },
    ];
    expect(normaliseCard(card({ labels }), words).labels).toEqual(['okr:kr2.1', 'green']);
  });

  const archived: [string, Partial<TrelloCard>, boolean][] = [
    ['an open card', {}, false],
    ['a closed card', { closed: true }, true],
    ['an open card on a closed list', { idList: 'l2' }, true],
    ['a template', { isTemplate: true }, true],
    ['a separator', { cardRole: 'separator' }, true],
    ['a card that is only a link', { cardRole: 'link' }, false],
    ['a mirror, which is told apart otherwise', { cardRole: 'mirror', mirrorSourceId: 'c2' }, false],
    ['a mirror of nobody knows what', { cardRole: 'mirror' }, true],
  ];
  it.each(archived)('counts %s as archived or not', (_name, more, isArchived) => {
    expect(normaliseCard(card(more), words).archived).toBe(isArchived);
  });

  it('is archived with its board', () => {
    expect(normaliseCard(card(), { ...words, isClosed: true }).archived).toBe(true);
  });

  it('says what it mirrors, and only a mirror does', () => {
    const mirror = normaliseCard(card({ cardRole: 'mirror', mirrorSourceId: 'c2' }), words);
    expect(mirror).toMatchObject({ mirrorOfExternalId: 'c2', kind: 'mirror' });
    expect(normaliseCard(card({ mirrorSourceId: 'c2' }), words).mirrorOfExternalId).toBeNull();
  });

  it('keeps people and days', () => {
    const record = normaliseCard(
      card({
        idMembers: ['m1', 'm2'],
        due: '2026-12-01T17:00:00.000Z',
        start: '2026-11-30T09:00:00.000Z',
        dateLastActivity: '2026-11-01T00:00:00.000Z',
      }),
      words,
    );
    expect(record).toMatchObject({
      assigneeId: 'm1',
      memberIds: ['m1', 'm2'],
      dueOn: '2026-12-01',
      startOn: '2026-11-30',
      updatedAt: Date.UTC(2026, 10, 1),
    });
  });
});

describe('custom fields of a Trello card', () => {
  const cases: [string, NonNullable<TrelloCard['customFieldItems']>[number], object | null][] = [
    [
      'an option by its text',
      { idCustomField: 'f1', idValue: 'o1', value: null },
      { externalId: 'f1', name: 'OKR', value: 'KR2.1', number: null },
    ],
    [
      'a number, which Trello writes as text',
      { idCustomField: 'f2', value: { number: '3.5' } },
      { externalId: 'f2', name: 'Points', value: '3.5', number: 3.5 },
    ],
    [
      'a text',
      { idCustomField: 'f3', value: { text: 'because' } },
      { externalId: 'f3', name: 'Why', value: 'because', number: null },
    ],
    [
      'a tick',
      { idCustomField: 'f9', value: { checked: 'true' } },
      { externalId: 'f9', name: 'f9', value: 'true', number: null },
    ],
    ['nothing for an option that was taken away', { idCustomField: 'f1', idValue: 'gone', value: null }, null],
    ['nothing for an empty field', { idCustomField: 'f3', value: null }, null],
  ];
  it.each(cases)('read as %s', (_name, item, expected) => {
    expect(normaliseCard(card({ customFieldItems: [item] }), words).fields).toEqual(expected ? [expected] : []);
  });
});

describe('text and links of a Trello card', () => {
  it('reads as plain text, checklists after the description', () => {
    const record = normaliseCard(
      card({
        desc: '## Why\n**Wards** wait, see [the plan](https://wiki.example/plan "x").',
        checklists: [{ name: 'Steps', checkItems: [{ name: 'Call' }, { name: 'Write' }] }],
      }),
      words,
    );
    expect(record.text).toBe('Why\nWards wait, see the plan.\n\nSteps\n- Call\n- Write');
  });

  it('keeps each address once, with the place and the title it has there', () => {
    const record = normaliseCard(
      card({
        desc: '[plan](https://wiki.example/plan) and https://wiki.example/plan',
        attachments: [
          { name: 'Goal card', url: 'https://trello.com/c/abc' },
          { name: '', url: 'not an address' },
        ],
        checklists: [{ name: 'x', checkItems: [{ name: 'https://wiki.example/step' }] }],
      }),
      words,
    );
    expect(record.links).toEqual([
      { url: 'https://trello.com/c/abc', title: 'Goal card', place: 'attachment' },
      { url: 'https://wiki.example/plan', title: null, place: 'text' },
      { url: 'https://wiki.example/step', title: null, place: 'text' },
    ]);
  });

  it('keeps no secret of an address, not even in the raw fields', () => {
    const url = 'https://files.example/a.pdf?X-Amz-Signature=s3cr3t';
    const record = normaliseCard(card({ desc: url, attachments: [{ name: 'a', url }] }), words);
    expect(JSON.stringify(record)).not.toContain('s3cr3t');
  });
});

describe('boards and members of Trello', () => {
  it('says of a board whether it is closed', () => {
    const board = { id: 'b', name: 'Desk', closed: true, shortLink: 'x', shortUrl: 'https://trello.com/b/x' };
    expect(normaliseBoard(board)).toEqual({
      externalId: 'b',
      key: 'x',
      name: 'Desk',
      url: 'https://trello.com/b/x',
      archived: true,
      kind: 'board',
    });
  });

  it.each([
    [{ id: 'm', fullName: 'Ada L', username: 'ada' }, 'Ada L'],
    [{ id: 'm', fullName: '', username: 'ada' }, 'ada'],
    [{ id: 'm' }, 'm'],
  ])('names a member as well as it can', (member, name) => {
    expect(normaliseMember(member)).toEqual({ type: 'person', externalId: 'm', name, email: null });
  });
});
