import { escapeHtml as esc } from '../../domain/html.ts';
import { LIGHT } from './look.ts';

/** A mail with a link that signs in: what it is for, how long it is good, and what to do where nobody asked. */
export function signInMail(given: { organisation: string; name: string; link: string; minutes: number }) {
  const { organisation, name, link, minutes } = given;
  const subject = `Sign in to Plumbline at ${organisation}`;
  const lines = [
    `Hello ${name},`,
    `this link signs you in to Plumbline at ${organisation}. It opens a page with a button, works once, and for ${minutes} minutes:`,
    link,
    'If you did not ask for it, leave it be: nothing happens by itself.',
  ] as const;
  const [hello, what, , otherwise] = lines;
  const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="color-scheme" content="light dark"><title>${esc(subject)}</title></head>
<body style="margin:0;padding:24px;font:15px/24px -apple-system,'Segoe UI',Roboto,Arial,sans-serif">
<p>${esc(hello)}</p><p>${esc(what)}</p>
<p><a href="${esc(link)}" style="display:inline-block;padding:10px 16px;border-radius:4px;background:${LIGHT.accent};color:#ffffff;text-decoration:none">Open the sign-in page</a></p>
<p>${esc(otherwise)}</p></body></html>`;
  return { subject, text: `${lines.join('\n\n')}\n`, html };
}
