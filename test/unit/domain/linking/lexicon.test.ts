import { describe, expect, it } from 'vitest';
import { createLexicon } from '../../../../src/domain/linking/lexicon.ts';

/** Numbers of the stems that a text is read as, by one that learnt another. */
function stemsAfter(learnt: string, text: string): number[] {
  const lexicon = createLexicon();
  lexicon.learn(learnt);
  return lexicon.look(text).flatMap(({ stems }) => stems);
}

const partsOf = (text: string) =>
  createLexicon()
    .look(text)
    .map(({ parts }) => parts);

describe('createLexicon', () => {
  it('knows what it learnt in any of its endings, and nothing else', () => {
    expect(stemsAfter('delivery of parcels', 'parcel Deliveries')).toEqual([1, 0]);
    expect(stemsAfter('delivery of parcels', 'drones')).toEqual([-1]);
  });

  it('knows what it learns after it was asked', () => {
    const lexicon = createLexicon();
    expect(lexicon.look('parcel')[0]?.stems).toEqual([-1]);
    lexicon.learn('parcels');
    expect(lexicon.look('parcel')[0]?.stems).toEqual([0]);
    expect(lexicon.size()).toBe(1);
  });

  it('leaves out what says nothing in any text', () => {
    expect(partsOf('the und für — …')).toEqual([]);
    const lexicon = createLexicon();
    lexicon.learn('All about you');
    expect(lexicon.size()).toBe(0);
  });

  it.each([
    ['cartVolumeById', ['cart', 'volume', 'id']],
    ['retry_count', ['retry', 'count']],
    ['HTTPServer', ['http', 'server']],
    ['OAuth2Token', ['auth2', 'token']],
    ['SOC', ['soc']],
    ['ＡＰＩ', ['api']],
    ['Überprüfung', ['uberprufung']],
    ['Cafe\u0301', ['cafe']],
    ['İstanbul', ['istanbul']],
    ['결제', ['결제']],
    ['الدفع', ['الدفع']],
    ['登録成功率', ['登録', '録成', '成功', '功率']],
    ['ログイン', ['ログ', 'グイ', 'イン']],
    ['Kubernetes集群', ['kubernetes', '集群']],
    ['𠮷野家', ['𠮷野', '野家']],
  ])('reads %s as its parts', (word, parts) => {
    expect(
      partsOf(word)
        .flat()
        .filter((part) => part !== 'o'),
    ).toEqual(parts);
  });

  it('knows a word written as one, as several and in capitals for the same', () => {
    const [written] = stemsAfter('cartVolume', 'cartvolume');
    expect(written).toBeGreaterThanOrEqual(0);
    expect(stemsAfter('cart volume', 'cartVolume')).toEqual([0, 1, -1]);
    expect(stemsAfter('payment', 'PAYMENT')).toEqual([0]);
  });

  it('takes what is pasted in by pieces, in time that grows with its length only', () => {
    const pasted = 'QUJD'.repeat(100_000);
    const words = createLexicon().look(pasted);
    expect(words).toHaveLength(pasted.length / 200);
    expect(words[0]?.parts).toEqual(['qujd'.repeat(50)]);
  });

  it('forgets what nothing was learnt from, and answers the same afterwards', () => {
    const lexicon = createLexicon();
    lexicon.learn('parcels');
    const many = Array.from({ length: 5_001 }, (_, at) => `w${at}`).join(' ');
    const words = lexicon.look(many);
    expect(lexicon.passingCount()).toBe(5_001);
    const before = lexicon.forgotten();
    lexicon.forget();
    expect(lexicon.forgotten()).toBeGreaterThan(before);
    expect(lexicon.passingCount()).toBe(0);
    // Of parts, "parcels" was the first.
    expect(lexicon.partCount()).toBe(1);
    expect(lexicon.look(many)).toEqual(words);
    expect(lexicon.look('parcel')[0]?.stems).toEqual([0]);
  });
});
