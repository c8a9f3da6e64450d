import { digestHtml } from './digest-html.ts';
import { digestText } from './digest-text.ts';
import type { Letter, Rendered } from './letter.ts';

/** A digest as a mail: data in, subject, preview, text and HTML out. */
export async function renderDigest(letter: Letter): Promise<Rendered> {
  const { subject, preview } = letter.digest;
  return { subject, preview, text: digestText(letter), html: await digestHtml(letter) };
}
