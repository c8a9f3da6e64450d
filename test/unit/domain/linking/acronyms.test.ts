import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createAcronymFinder, proposeAcronyms } from '../../../../src/domain/linking/acronyms.ts';
import { createGlossary } from '../../../../src/domain/linking/glossary.ts';

/** "SHORT = long" of each proposal. */
function proposed(texts: readonly string[], titles: readonly string[] = []): string[] {
  return proposeAcronyms(texts, titles).map(({ short, long }) => `${short} = ${long}`);
}

describe('proposeAcronyms', () => {
  it.each([
    ['Roll out Single Sign-On (SSO) to all shops', 'SSO = Single Sign-On'],
    ['Roll out SSO (single sign-on) to all shops', 'SSO = single sign-on'],
    ['Write the Kubernetes Enhancement Proposals (KEPs) first', 'KEP = Kubernetes Enhancement Proposals'],
    ['Improve Quality of Service (QoS) for tills', 'QoS = Quality of Service'],
    ['See our service level objectives (SLO, for short)', 'SLO = service level objectives'],
    ['It speeds up. In-Place Pod Resize (IPPR) is next', 'IPPR = In-Place Pod Resize'],
    ['Der Allgemeine Geschäftskunden-Bereich (AGB) wird neu', 'AGB = Allgemeine Geschäftskunden-Bereich'],
    ['Le taux de rétention client (TRC) monte', 'TRC = taux de rétention client'],
    ['Move to the GitHub Actions (GHA) runners', 'GHA = GitHub Actions'],
  ])('in %j finds %s', (text, pair) => {
    expect(proposed([text])).toEqual([pair]);
  });

  it.each([
    'Speed up the checkout (EU) this year',
    'Send the report (PDF) to the buyers',
    'Ask the team (ASAP) for their view',
    'Fix login (see KR1.2)',
    'The total (in EUR) is wrong',
    'Database (DB) is slow',
    'Ready. Sign (RS) here',
    'Nothing (at all)',
    '(SSO)',
    'SSO ()',
  ])('in %j finds nothing', (text) => {
    expect(proposed([text])).toEqual([]);
  });

  it('says where, how often it is explained, and how often it is used', () => {
    const texts = ['Single sign-on (SSO) for shops', 'SSO fails', 'Our Single Sign-Ons (SSO) last', 'sso'];
    expect(proposeAcronyms(texts)).toEqual([
      {
        short: 'SSO',
        long: 'Single sign-on',
        ground: 'stated',
        seenIn: 2,
        usedIn: 3,
        places: [
          { text: 0, from: 0, to: 20 },
          { text: 2, from: 4, to: 25 },
        ],
      },
    ]);
  });

  it('names two meanings of one short form, and ranks what more texts use first', () => {
    const texts = [
      'Dynamic Resource Allocation (DRA)',
      'Dynamic Resource Allocation (DRA)',
      'Device Resource Assignment (DRA)',
      'Change Block Tracking (CBT)',
      'DRA now',
    ];
    expect(proposed(texts)).toEqual([
      'DRA = Dynamic Resource Allocation',
      'DRA = Device Resource Assignment',
      'CBT = Change Block Tracking',
    ]);
  });

  it('takes the initials of a goal’s title that a text uses beside its words', () => {
    const titles = ['Hierarchical Namespace Controller for tenants', 'Rust for Linux'];
    const texts = [
      'HNC: the hierarchical namespace controllers start slowly',
      'RFL without a word more',
      'Rust is fast for all on Linux: RFL',
    ];
    expect(
      proposeAcronyms(texts, titles).map(({ short, long, ground, seenIn, usedIn }) => [
        short,
        long,
        ground,
        seenIn,
        usedIn,
      ]),
    ).toEqual([
      ['RFL', 'Rust for Linux', 'initials', 1, 2],
      ['HNC', 'Hierarchical Namespace Controller', 'initials', 1, 1],
    ]);
  });

  it.each([
    ['everybody’s words', 'Add Payment Integrations', 'Add payment integrations to the API'],
    ['letters that nothing explains', 'Halve Lost Carts', 'HLC is down'],
    ['two letters', 'Faster Checkout', 'FC: faster checkout'],
  ])('takes no initials for %s', (_, title, text) => {
    expect(proposed([text], [title])).toEqual([]);
  });

  it('takes the first title whose words a text uses, where two have the same initials', () => {
    const titles = ['Halve Lost Carts', 'Help Lines Chat'];
    expect(proposed(['HLC: help lines that chat'], titles)).toEqual(['HLC = Help Lines Chat']);
    expect(proposed(['HLC: help lines that chat', 'HLC halves lost carts, halve'], titles)).toEqual([
      'HLC = Halve Lost Carts',
    ]);
  });

  it('keeps finding what is usual when texts bring more short forms than it remembers', () => {
    const finder = createAcronymFinder();
    const code = (at: number) =>
      Array.from(String(at).padStart(6, '0'), (digit) => 'ABCDEFGHIJ'[Number(digit)]).join('');
    for (let text = 0; text < 200; text++) {
      const shorts = Array.from({ length: 500 }, (_, at) => code(text * 500 + at));
      finder.read(`Single sign-on (SSO) ${shorts.join(' ')}`);
    }
    expect(finder.found()).toMatchObject([{ short: 'SSO', seenIn: 200, usedIn: 200 }]);
  });

  it('points at what it says, and never proposes a form that its letters do not make', () => {
    const parts = fc.constantFrom(
      'Single',
      'sign',
      '-',
      'On',
      ' ',
      '(',
      ')',
      'SSO',
      'SO',
      'of',
      'and',
      '. ',
      'é',
      'Payment',
      'PSS',
      '\n',
      ',',
    );
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 25 }), (words) => {
        const text = words.join('');
        for (const { short, long, places } of proposeAcronyms([text])) {
          expect(text).toContain(long);
          expect(long[0]?.toLowerCase()).toBe(short[0]?.toLowerCase());
          for (const { from, to } of places) expect(text.slice(from, to)).toContain(short);
        }
      }),
      { numRuns: 300 },
    );
  });

  it.each(['(', 'A(', '(A', '(AB)', 'a b (AB) ', 'AAAAAAAAA (', 'ab ab ab (AAAAAAAAAA) ', 'AB'])(
    'reads 20 texts of 200 kB of %j',
    (part) => {
      const text = part.repeat(200_000 / part.length);
      expect(proposeAcronyms(Array(20).fill(text), ['a a a a a a a a']).length).toBeLessThan(3);
    },
  );
});

describe('createGlossary', () => {
  const glossary = createGlossary([
    { short: 'SSO', long: 'Single Sign-On' },
    { short: 'KEP', long: 'Kubernetes Enhancement Proposal' },
    { short: 'IT', long: 'Information Technology' },
    { short: 'DRA', long: 'Dynamic Resource Allocation' },
    { short: 'DRA', long: 'Device Resource Assignment' },
    { short: '', long: 'nothing' },
    { short: 'X', long: '—' },
  ]);

  it.each([
    ['Fix SSO', 'single sign on'],
    ['fix sso', 'single sign on'],
    ['Fix single sign-on', 'sso'],
    ['Kubernetes enhancement proposals, please', 'kep'],
    ['two KEPs', 'kubernetes enhancement proposal'],
    ['IT first', 'information technology'],
    ['do it first', ''],
    ['Single Sign-On (SSO)', ''],
    ['single sign', ''],
    ['DRA', 'dynamic resource allocation device assignment'],
    ['', ''],
    ['constructor __proto__', ''],
  ])('%j means besides %j', (text, besides) => {
    expect(glossary.expand(text.match(/[\p{L}\p{N}_]+/gu) ?? []).join(' ')).toBe(besides);
  });

  it('adds nothing where nothing is entered', () => {
    expect(createGlossary([]).expand(['SSO'])).toEqual([]);
  });
});
