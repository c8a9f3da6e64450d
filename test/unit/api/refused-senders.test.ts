import { describe, expect, it } from 'vitest';
import { countRefusedSenders } from '../../../src/api/refused-senders.ts';

describe('senders of deliveries that were refused', () => {
  const startedAt = Date.UTC(2026, 10, 22, 9);
  function open() {
    let clock = startedAt;
    const senders = countRefusedSenders(() => clock);
    const flood = (address: string, times = 300) => {
      for (let time = 0; time < times; time += 1) senders.note(address);
    };
    const pass = (ms: number) => {
      clock += ms;
    };
    return { senders, flood, pass };
  }

  it('wait from the three hundredth of a minute on, until the minute is over', () => {
    const { senders, flood, pass } = open();
    flood('203.0.113.9', 299);
    pass(20_500);
    expect(senders.floodsFor('203.0.113.9')).toBeNull();
    senders.note('203.0.113.9');
    expect(senders.floodsFor('203.0.113.9')).toBe(40);
    expect(senders.floodsFor('203.0.113.8')).toBeNull();
    pass(39_500);
    expect(senders.floodsFor('203.0.113.9')).toBeNull();
    senders.note('203.0.113.9');
    expect(senders.floodsFor('203.0.113.9')).toBeNull();
  });

  it.each([
    ['::ffff:203.0.113.9', '203.0.113.9'],
    ['2001:db8:1:2::1', '2001:db8:1:2:ffff:0:0:9'],
    ['2001:DB8:1:2::1', '2001:0db8:0001:0002::7'],
    ['::1', '0:0:0:0:0:0:0:1'],
    ['fe80::1%eth0', 'fe80::2%eth0'],
  ])('are one as %s and as %s', (one, other) => {
    const { senders, flood } = open();
    flood(one);
    expect(senders.floodsFor(other)).not.toBeNull();
  });

  it.each([
    ['2001:db8:1:2::1', '2001:db8:1:3::1'],
    ['2001:db8::1', '2001:db8:0:1::1'],
    ['203.0.113.9', '203.0.113.90'],
  ])('are two as %s and %s', (one, other) => {
    const { senders, flood } = open();
    flood(one);
    expect(senders.floodsFor(other)).toBeNull();
  });

  it('are forgotten, the oldest first, where there are too many to remember', () => {
    const { senders, flood } = open();
    flood('203.0.113.9');
    for (let at = 0; at < 9_999; at += 1) senders.note(`10.0.${at >> 8}.${at & 255}`);
    expect(senders.floodsFor('203.0.113.9')).not.toBeNull();
    senders.note('192.0.2.1');
    expect(senders.floodsFor('203.0.113.9')).toBeNull();
  });
});
