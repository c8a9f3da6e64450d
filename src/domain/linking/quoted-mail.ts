import type { Stretch } from '../blank-out.ts';
import type { Line } from './noise-lines.ts';

export interface QuotedMail {
  /** Headers, separators and signatures: never what a task is about. */
  readonly frame: readonly Stretch[];
  /** What others wrote before. All that says anything where somebody only passed a mail on. */
  readonly quotes: readonly Stretch[];
}

/** Finds mail pasted into a task or turned into one. */
export function quotedMail(lines: readonly Line[]): QuotedMail {
  const frame: Stretch[] = [];
  const quotes: Stretch[] = [];
  // A quote that the mail program did not mark runs to the end.
  let isQuoting = false;
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at];
    if (!line || line.text === '') continue;
    const framed = frameLines(lines, at);
    frame.push(...framed.map(withoutSubject));
    if (framed.length === 0) {
      if (isQuoting || isQuote(line.text)) quotes.push(line);
      continue;
    }
    at += framed.length - 1;
    isQuoting ||= !isMarkedOnly(framed[0]) && !isQuote(nextSpoken(lines, at + 1));
  }
  return { frame, quotes };
}

/** Lines of a mail's frame that start here; empty where none does. */
function frameLines(lines: readonly Line[], at: number): readonly Line[] {
  const text = lines[at]?.text ?? '';
  if (SENT_FROM.test(text)) return lines.slice(at, at + 1);
  const signature = signatureLines(lines, at);
  if (signature.length > 0) return signature;
  const intro = introCount(lines, at);
  return intro > 0 ? lines.slice(at, at + intro) : headerLines(lines, at);
}

/** Signatures stand below what was said; all else of a frame stands above what is quoted. */
function isMarkedOnly(first: Line | undefined): boolean {
  const text = first?.text ?? '';
  return SIGNATURE.test(text) || SENT_FROM.test(text);
}

function isQuote(text: string): boolean {
  return /^(?:>|&gt;|bq\. )/u.test(text);
}

function nextSpoken(lines: readonly Line[], from: number): string {
  for (const line of lines.slice(from, from + 10)) if (line.text !== '') return line.text;
  return '';
}

const SENT_FROM =
  /^(?:Sent from my \w|Get Outlook for |Von meinem \S{1,20} gesendet|Gesendet von (?:meinem|Mail)|Envoyé de(?:puis)? mon |Enviado desde mi |Inviato da(?:l mio)? )/u;

/** "On 3 May 2026, Ana wrote:" as mail programs word it in the languages of Western Europe; it may be broken over two lines. */
const INTRO_STARTS = /^(?:On|Am|Le|El|Il|Em|Op|Den|På) .{0,80}?\d/u;
const INTRO_ENDS =
  /(?:wrote|schrieb(?: .{1,80})?|a écrit|escribió|ha scritto|escreveu|schreef(?: .{1,80})?|skrev(?: .{1,80})?) ?:$/u;

function introCount(lines: readonly Line[], at: number): number {
  const text = lines[at]?.text ?? '';
  if (REPLY_RULE.test(text)) return 1;
  if (!INTRO_STARTS.test(text)) return 0;
  if (INTRO_ENDS.test(text)) return 1;
  return text.length < 160 && INTRO_ENDS.test(lines[at + 1]?.text ?? '') ? 2 : 0;
}

const REPLY_RULE =
  /^-{2,12} ?(?:Original Message|Original Appointment|Ursprüngliche Nachricht|Message d'origine|Mensaje original|Messaggio originale|Mensagem original|Oorspronkelijk bericht) ?-{2,12}$/iu;

const HEADER =
  /^[*_]{0,2}(?:From|Sent|Date|To|Cc|Bcc|Subject|Reply-To|Importance|Attachments|Von|Gesendet|Datum|An|Betreff|De|Envoyé|À|Objet|Enviado|Para|Asunto|Assunto|Da|Inviato|A|Oggetto|Van|Verzonden|Aan|Onderwerp) ?:[*_]{0,2}(?: |$)/u;
const FIRST_HEADER = /^[*_]{0,2}(?:From|Von|De|Da|Van) ?:/u;
const SUBJECT =
  /^[*_]{0,2}(?:Subject|Betreff|Objet|Asunto|Assunto|Oggetto|Onderwerp) ?:[*_]{0,2}(?: ?(?:re|aw|fwd?|wg|tr|rv|sv|antw) ?:)*/iu;
const HEADERS_MIN = 3;

/** A block of headers begins with the sender; "From: the cart" alone may be anything. */
function headerLines(lines: readonly Line[], at: number): Line[] {
  if (!FIRST_HEADER.test(lines[at]?.text ?? '')) return [];
  const found: Line[] = [];
  for (let next = at; next < lines.length; next++) {
    const line = lines[next];
    if (!line || !HEADER.test(line.text)) break;
    found.push(line);
  }
  return found.length >= HEADERS_MIN ? found : [];
}

/** The subject is the shortest account of a mail: only its name and its "Re:" go. */
function withoutSubject(line: Line): Stretch {
  const name = SUBJECT.exec(line.text);
  return name ? { from: line.from, to: line.from + line.indent + name[0].length } : line;
}

const SIGNATURE = /^(?:--|—)$/u;
const SIGNATURE_LINES_MAX = 8;
const LINES_MAX = 60;

/** A signature ends its text; the same two dashes may be a rule between two parts, or underline a heading. */
function signatureLines(lines: readonly Line[], at: number): readonly Line[] {
  if (!SIGNATURE.test(lines[at]?.text ?? '') || at + LINES_MAX < lines.length) return [];
  const rest = lines.slice(at);
  const spoken = rest.filter((line) => line.text !== '');
  return spoken.length <= SIGNATURE_LINES_MAX && spoken.every((line) => line.text.length <= 80) ? rest : [];
}
