import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blankOut, codeBlocks } from '../../../src/domain/blank-out.ts';
import { blankOutCode } from '../../../src/domain/normal-text.ts';

describe('blankOut', () => {
  it('keeps every place where it stood, and every line', () => {
    expect(
      blankOut('ab\ncd ef', [
        { from: 4, to: 5 },
        { from: 1, to: 4 },
      ]),
    ).toBe('a \n   ef');
  });

  it('changes nothing but to spaces, whatever the stretches', () => {
    const texts = fc.string({ unit: fc.constantFrom('a', '\n', ' ', '`', 'é', '🚀'), maxLength: 60 });
    const stretches = fc.array(fc.record({ from: fc.nat(70), to: fc.nat(70) }), { maxLength: 6 });
    fc.assert(
      fc.property(texts, stretches, (text, parts) => {
        const made = blankOut(text, parts);
        expect(made.length).toBe(text.length);
        for (let at = 0; at < text.length; at++) {
          const within = text[at] !== '\n' && parts.some(({ from, to }) => from <= at && at < to);
          expect(made[at]).toBe(within ? ' ' : text[at]);
        }
      }),
    );
  });
});

describe('codeBlocks', () => {
  it.each([
    ['a ```x``` b', '```x```'],
    ['a\n```js\nlet x = 1;\n```\nb', '```js\nlet x = 1;\n```'],
    ['a\n~~~\nx\n~~~\nb', '~~~\nx\n~~~'],
    ['a {code:java|title=Foo.java}x{code} b', '{code:java|title=Foo.java}x{code}'],
    ['a {noformat}x{noformat} b', '{noformat}x{noformat}'],
    ['a <pre class="x">y</pre> b', '<pre class="x">y</pre>'],
    ['a <!-- say why --> b', '<!-- say why -->'],
    ['a <SCRIPT>x</Script> b', '<SCRIPT>x</Script>'],
    ['a <!-- cut off here', '<!-- cut off here'],
  ])('%j holds %j', (text, block) => {
    expect(codeBlocks(text).map(({ from, to }) => text.slice(from, to))).toEqual([block]);
  });

  it('finds each of several', () => {
    expect(codeBlocks('```a``` b {code}c{code} d <!-- e -->')).toHaveLength(3);
  });

  it('takes no marks in prose for a block', () => {
    expect(codeBlocks('{color:red}x{color} `y` <b>z</b> ~~old~~')).toEqual([]);
  });
});

describe('blankOutCode', () => {
  // Each of these once cost the square of its length: minutes instead of milliseconds.
  it.each(['{code', 'a', '`', '<pre ', 'a@', 'http:', '<!-', '```', '{code}'])('reads 200 kB of %j', (part) => {
    const text = part.repeat(Math.ceil(200_000 / part.length));
    expect(blankOutCode(text)).toHaveLength(text.length);
  });
});
