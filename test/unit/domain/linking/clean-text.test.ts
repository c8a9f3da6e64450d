import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanText } from '../../../../src/domain/linking/clean-text.ts';

/** What is left, spaces aside. */
function left(text: string): string {
  return cleanText(text).replace(/\s+/gu, ' ').trim();
}

describe('cleanText', () => {
  it.each([
    ['Add an export of invoices', 'a title'],
    ['Réduire les délais — d’ici juin', 'a title with accents'],
    ['At checkout (new flow) the total is wrong', 'a sentence that begins like a frame'],
    ['at the end of the month (see the plan)', 'the same in small letters'],
    ['From: the cart\nTo: the till', 'words with a colon'],
    ['ERROR: the invoice is empty', 'a symptom in capitals'],
    ['2026-11-22 Notes of the meeting: speed up the checkout', 'a day before prose'],
    ['On Monday we wrote:', 'a sentence without a date'],
    ['Use List<String> where a < b and c > d', 'signs that are no tags'],
    ['bump konnectivity-client@v0.0.30 and @orama/stemmers', 'packages'],
    ['defaced decade facade added', 'words made of the letters of hashes'],
    ['the code `apiserver_request_total` counts', 'names in the text'],
    ['KR1.2 rises from 10 to 20', 'keys and numbers'],
    ['Wow! Now! Yes!', 'exclamation marks'],
    ['move core::ffi::CStr', 'colons of code'],
  ])('keeps %j: %s', (text) => {
    expect(cleanText(text)).toBe(text);
  });

  it.each([
    [
      'a Java trace',
      'It fails:\njava.lang.IllegalStateException: no cart\n\tat com.acme.Cart.total(Cart.java:12)\n\tat java.base/java.lang.Thread.run(Native Method)\nCaused by: java.io.IOException: closed\n\t... 23 more\nSince Monday.',
      'It fails: java.lang.IllegalStateException: no cart Since Monday.',
    ],
    [
      'a Python trace',
      'It fails\nTraceback (most recent call last):\n  File "/app/cart.py", line 3, in total\n    return sum(prices)\nValueError: no prices\nSince Monday',
      'It fails ValueError: no prices Since Monday',
    ],
    [
      'a JavaScript trace',
      'TypeError: total is not a function\n    at Cart.add (/app/cart.js:12:5)\n    at async Promise.all (index 0)\n    at new Till (file:///app/till.mjs:1:1)\n    at /app/x.js:1:2\nSince Monday',
      'TypeError: total is not a function Since Monday',
    ],
    [
      'a Go trace',
      'panic: no cart\n\ngoroutine 1 [running]:\nmain.total(0xc000010000, 0x1)\n\t/app/main.go:12 +0x1d\ncreated by main.main\n\t/app/main.go:3 +0x2a\nSince Monday',
      'panic: no cart Since Monday',
    ],
    [
      'a C# trace',
      'It fails\n   at Acme.Cart.Total() in C:\\app\\Cart.cs:line 12\nSince Monday',
      'It fails Since Monday',
    ],
    ['a Ruby trace', "It fails\nfrom /app/cart.rb:12:in `total'\nSince Monday", 'It fails Since Monday'],
    [
      'a trace without its line breaks',
      'fatal error goroutine 1 runtime.throw({0x56, 0xc0}) runtime/panic.go:1198 +0x71 fp=0xc00a472f20 since Monday',
      'fatal error goroutine 1 since Monday',
    ],
    [
      'logs',
      'It fails\n2026-11-22 20:00:01,123 INFO [main] c.a.Cart - adding\n2026-11-22T20:00:01Z error cart broke\n[20:00:01] WARN slow\nERROR com.acme.shop.Cart: broke\nNov 22 20:21:22 host cart[12]: started\nE0219 15:45:08.058933 7036 attacher.go:86] broke\n10.0.0.1 - - [22/Nov/2026:20:00:00 +0000] "GET / HTTP/1.1" 200\n{"level":30,"msg":"started"}\nSince Monday',
      'It fails Since Monday',
    ],
    [
      'blocks of code',
      'Speed it up\n```sql\nselect 1\n```\nsoon {code:java}int x;{code} or {noformat}x{noformat} never <pre>y</pre> ever',
      'Speed it up soon or never ever',
    ],
    ['a comment of a template', 'Why: faster<!-- say why -->', 'Why: faster'],
    ['mail addresses and mentions', 'Ask @anna.b, [~anna] or anna@acme.example first', 'Ask , or first'],
    [
      'hashes',
      'Reverts 759bd8791ec6a4b0e89f649a4179d177530e7536 and 71d072f1, 44f284f9-877d-4fce-9eb4-67a052410054 at 0xc0 by eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9eyJzdWIiOiIxMjM0',
      'Reverts and , at by',
    ],
    ['images and attachments', 'See ![screen shot](a.png) !cart.png|width=300! [^plan.pdf] here', 'See here'],
    ['boxes to tick', '- [ ] export\n- [x] import\n(x) delete', '- export - import delete'],
    [
      'the words of Jira’s markup',
      'h2. Goal\n{panel:title=Why|borderStyle=dashed}\n{color:red}faster{color} export\n{panel}',
      'Goal faster export',
    ],
    [
      'tags and entities',
      '<p class="x">Faster&nbsp;export</p><br/><a href="https://x.example">plan</a>',
      'Faster export plan',
    ],
    ['smileys', 'Done :tada: at 10:30:45', 'Done at 10:30:45'],
  ])('leaves out %s', (_, text, expected) => {
    expect(left(text)).toBe(expected);
  });

  it.each([
    ['https://acme.example/wiki/spaces/ENG/pages/123/Checkout+latency+plan?focus=1', 'Checkout+latency+plan'],
    ['https://git.example/acme/billing-service/pull/7', 'billing-service'],
    ['https://trello.example/c/aB3dE/12-speed-up-the-checkout', '12-speed-up-the-checkout'],
    ['https://acme.example/d/Speed%20up%20checkout', 'Speed up checkout'],
    ['https://jira.example/browse/PROJ-12', ''],
    ['https://app.example/0/1200/1201', ''],
    ['https://x.example/screen-shot-today.png', ''],
    ['https://www.billing-service.example', ''],
  ])('of %s keeps %j', (url, expected) => {
    expect(left(url)).toBe(expected);
    const linked = cleanText(`[plan](${url}), (${url})`).replace(/\s+/gu, '');
    const bare = expected.replaceAll(' ', '');
    expect(linked).toBe(`[plan](${bare}),(${bare})`);
  });

  it.each([
    ['marked lines', 'The export takes minutes for large shops; make it faster\n> can you look\n> at this?', 'at this'],
    [
      'a reply',
      'The export takes minutes for large shops; make it faster\nOn 3 May 2026, Ana Li <a@acme.example> wrote:\nhello there',
      'hello',
    ],
    [
      'a reply whose first line is broken',
      'The export takes minutes for large shops; make it faster\nOn 3 May 2026, Ana Li\n<a@acme.example> wrote:\n> hello there',
      'hello',
    ],
    [
      'a German reply',
      'Der Export dauert bei großen Händlern mehrere Minuten und soll schneller werden\nAm 3. Mai 2026 schrieb Ana Li:\n> Hallo',
      'Hallo',
    ],
    [
      'headers',
      'The export takes minutes for large shops; make it faster\nFrom: Ana\nSent: today\nTo: Bo\nSubject: x\n\nhello there',
      'hello',
    ],
    ['a quote of Jira', 'The export takes minutes for large shops; make it faster {quote}hello there{quote}', 'hello'],
    ['a signature', 'Faster export\n-- \nAna Li\nAcme Ltd', 'Acme'],
    ['the name of a telephone', 'Faster export\nSent from my iPhone', 'iPhone'],
  ])('leaves out %s', (_, text, gone) => {
    expect(text).toContain(gone);
    expect(left(text)).not.toContain(gone);
    expect(left(text)).toMatch(/faster|schneller/iu);
  });

  it('keeps what was quoted where a mail is only passed on, and its subject', () => {
    const mail =
      'FYI, see below\n\nFrom: Ana\nSent: today\nTo: Bo\nSubject: RE: slow export\n\nThe export takes minutes for large shops';
    expect(left(mail)).toBe('FYI, see below slow export The export takes minutes for large shops');
    expect(left('> The export takes minutes')).toBe('> The export takes minutes');
  });

  it('takes a rule between two parts for no signature', () => {
    const text = `What\n--\n${'A line that says what is to be done.\n'.repeat(12)}`;
    expect(left(text)).toContain('what is to be done');
  });

  it('goes on after a quote that is followed by an answer', () => {
    const text = 'On 3 May 2026, Ana wrote:\n> hello\n\nMake the export of large shops faster than a minute, please';
    expect(left(text)).toBe('Make the export of large shops faster than a minute, please');
  });

  const PARTS = [
    'at a.b(C.java:1)',
    '```',
    '{code}',
    '> x',
    'On 3 May a wrote:',
    '--',
    '\n',
    ' ',
    'word',
    '<b>',
    '&amp;',
    '![',
    '](',
    'ü',
    '🚀',
    'İ',
    'https://a.example/b-c',
    '@x',
    '[x]',
    'From: x',
    'To: x',
    'Cc: x',
    'Subject: Re: x',
    '0x12',
    '12345678',
    '{quote}',
    '<!--',
    '-->',
    '  File "x", line 1',
    '%20',
  ];

  it('never moves a character and never breaks or joins lines', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...PARTS), { maxLength: 30 }), (parts) => {
        const text = parts.join('');
        const clean = cleanText(text);
        expect(clean.length).toBe(text.length);
        for (let at = 0; at < text.length; at++)
          if (clean[at] !== text[at]) expect([clean[at], text[at] === '\n']).toEqual([' ', false]);
      }),
      { numRuns: 500 },
    );
  });

  it('changes nothing in prose', () => {
    const words = fc.array(fc.constantFrom('faster', 'export', 'of', 'invoices', ',', '\n', 'KR1.2'), {
      maxLength: 40,
    });
    fc.assert(
      fc.property(words, (parts) => {
        expect(cleanText(parts.join(' '))).toBe(parts.join(' '));
      }),
    );
  });

  // Nothing here may go back over what it has read: the square of 200,000 would be minutes.
  it.each([
    ...PARTS,
    'a',
    'a.',
    '<a ',
    '![a',
    '!a',
    '[^a',
    '[~a',
    ':a',
    'a@',
    '@a',
    '{color',
    '{color:',
    '(0x',
    '({0x',
    'a(0x',
    'at ',
    'at a(',
    'File "',
    '&a',
    'a-',
    '1',
    'a1',
    'http://',
    'http://a/',
    '/a-b',
    'On 3\n',
    'From: x\n',
    '> x\n',
    '--\n',
    'at x\n',
    '2026-11-22 20:00:01 ',
    '[',
    '{"',
    '.go:',
    'a.go:1 ',
    '%20',
    'h1. ',
    '  ',
    '\n',
  ])('reads 200 kB of %j', (part) => {
    const text = part.repeat(Math.ceil(200_000 / part.length));
    expect(cleanText(text)).toHaveLength(text.length);
  });
});
