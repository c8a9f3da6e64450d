import { blankOut, codeBlocks, mailAddressesIn, stretchesOf, urlsIn } from './blank-out.ts';

/** Words of a text in lower case, without accents, punctuation or emphasis: how titles are compared. */
export function wordsOf(text: string): string[] {
  // Most titles are plain; what follows costs ten times as much.
  if (/^[ -~\s]*$/u.test(text))
    return (
      text
        .toLowerCase()
        .replaceAll("'", '')
        .match(/[a-z0-9]+/gu) ?? []
    );
  return (
    text
      // Taken apart to drop accents, put together again, or Korean syllables and Japanese voicing would fall to pieces.
      .normalize('NFKD')
      .replace(/[\u0300-\u036f]+/gu, '')
      .normalize('NFKC')
      .toLowerCase()
      // An apostrophe joins: "hospital's" and "hospitals" are near enough, "hospital s" is not.
      .replace(/['’]/gu, '')
      .match(/[\p{L}\p{N}\p{M}]+/gu) ?? []
  );
}

/** One spelling for titles that people would call the same. */
export function normaliseTitle(title: string): string {
  return wordsOf(title).join(' ');
}

/**
 * Shortens for a sentence, at a word where it can.
 * @param shareMin Within a word rather than to less than this share of the room.
 */
export function shorten(text: string, charactersMax: number, shareMin = 0.5): string {
  const flat = text.replace(/\s+/gu, ' ').trim();
  if (flat.length <= charactersMax) return flat;
  const cut = flat.slice(0, charactersMax - 1);
  const space = cut.lastIndexOf(' ');
  return `${(space > 0 && space >= charactersMax * shareMin ? cut.slice(0, space) : cut).trimEnd()}…`;
}

/** Code and addresses are not prose: blanked out, so that positions stay. */
export function blankOutCode(text: string): string {
  const prose = blankOut(text, codeBlocks(text));
  const unnamed = blankOut(prose, stretchesOf(prose, /`[^`\n]{0,500}`/gu));
  return blankOut(unnamed, [...urlsIn(unnamed), ...mailAddressesIn(unnamed)]);
}
