import { describe, expect, it } from 'vitest';
import { cleanUrl, readText, withoutSecrets } from '../../../connectors/link-secrets.ts';

describe('addresses without secrets', () => {
  it.each([
    ['https://a.example/x?token=t1&b=2', 'https://a.example/x?token=removed&b=2'],
    ['https://a.example/x?X-Amz-Signature=t1', 'https://a.example/x?X-Amz-Signature=removed'],
    ['https://user:t1@a.example/x', 'https://a.example/x'],
    ['https://a.example/#access_token=t1&x=1', 'https://a.example/'],
    ['https://a.example/wiki#section', 'https://a.example/wiki#section'],
    ['https://a.example', 'https://a.example'],
    ['https://a.example/?tokens=5&q=secret', 'https://a.example/?tokens=5&q=secret'],
    ['ftp://a.example/', null],
    ['javascript:alert(1)', null],
    ['https://', null],
  ])('%s becomes %s', (address, clean) => {
    expect(cleanUrl(address)).toBe(clean);
  });

  it('cleans a text everywhere, also where there are more links than are kept', () => {
    const text = Array.from({ length: 300 }, (_, at) => `https://a.example/${at}?token=t1`).join(' ');
    const read = readText(text);
    expect(read.text).not.toContain('t1');
    expect(read.text.split(' ')).toHaveLength(300);
  });

  it('leaves a value alone that has none, and changes only what has', () => {
    const plain = { a: ['https://a.example/x', { b: 1 }] };
    expect(withoutSecrets(plain)).toBe(plain);
    const mixed = { kept: plain, told: ['see https://a.example/x?sig=t1.'] };
    const clean = withoutSecrets(mixed);
    expect(clean).toEqual({ kept: plain, told: ['see https://a.example/x?sig=removed.'] });
    expect(clean.kept).toBe(plain);
  });

  it('cuts what is nested deeper than any record', () => {
    let deep: unknown = 'https://a.example/?token=t1';
    for (let depth = 0; depth < 50_000; depth += 1) deep = [deep];
    expect(JSON.stringify(withoutSecrets(deep)).length).toBeLessThan(1_000);
  });
});
