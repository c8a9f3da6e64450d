import { createTransport, type SendMailOptions } from 'nodemailer';

export interface MailAddress {
  readonly name: string;
  readonly address: string;
}

/** One mail to one person. */
export interface Mail {
  readonly to: MailAddress;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** With its angle brackets; the same one for every try, so that a mail that comes twice is known as one. */
  readonly messageId?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Shown inside the HTML part as `cid:<cid>`. */
  readonly pictures?: readonly { readonly cid: string; readonly fileName: string; readonly png: Uint8Array }[];
}

/**
 * How a try ended that was no success: *refused* by the server for this address or this mail, for good; *later*: it wants to be asked again;
 * *away*: it was not reached, or lets nobody in, and nothing was taken; *unknown*: the connection broke, and whether the mail was taken,
 * nobody can say.
 */
export type MailTrouble = 'refused' | 'later' | 'away' | 'unknown';

export class MailError extends Error {
  override readonly name = 'MailError';
  readonly trouble: MailTrouble;

  constructor(trouble: MailTrouble, message: string) {
    super(message);
    this.trouble = trouble;
  }
}

export interface Mailer {
  /** @throws MailError */
  send(mail: Mail): Promise<{ readonly messageId: string }>;
  /** Connects and signs in, and sends nothing. @throws MailError */
  check(): Promise<void>;
  close(): void;
}

export interface MailSettings {
  /** `smtp://` or `smtps://`, with user and password where it wants them. */
  readonly smtpUrl: string;
  readonly from: MailAddress;
}

const CONNECT_MS_MAX = 10_000;
const SILENCE_MS_MAX = 30_000;
const CONNECTIONS_MAX = 4;

/** Sends over SMTP, over a few connections that are kept open between mails. */
export function openMailer({ smtpUrl, from }: MailSettings): Mailer {
  const transport = createTransport({
    url: smtpUrl,
    pool: true,
    maxConnections: CONNECTIONS_MAX,
    maxMessages: 500,
    connectionTimeout: CONNECT_MS_MAX,
    greetingTimeout: CONNECT_MS_MAX,
    socketTimeout: SILENCE_MS_MAX,
    // A mail is what it is given as: nothing in it may name a file or an address to be read.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    async send(mail) {
      try {
        const { messageId } = await transport.sendMail(toMessage(mail, from));
        return { messageId };
      } catch (error) {
        throw toMailError(error);
      }
    },
    async check() {
      await transport.verify().catch((error: unknown) => {
        throw toMailError(error);
      });
    },
    close: () => transport.close(),
  };
}

function toMessage(mail: Mail, from: MailAddress): SendMailOptions {
  const { to, subject, text, html, messageId, headers, pictures = [] } = mail;
  return {
    // As objects: an address that is parsed from text can be made to name another domain.
    from: { ...from },
    to: { name: oneLine(to.name), address: to.address },
    envelope: { from: from.address, to: [to.address] },
    subject: oneLine(subject),
    ...{ text, html },
    ...(messageId ? { messageId } : {}),
    headers: { 'Auto-Submitted': 'auto-generated', ...headers },
    attachments: pictures.map(({ cid, fileName, png }) => ({
      ...{ cid, filename: fileName, content: Buffer.from(png), contentType: 'image/png' },
      contentDisposition: 'inline' as const,
    })),
  };
}

/** A header ends where its line does. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();
}

interface SmtpFault {
  readonly code?: string;
  readonly command?: string;
  readonly responseCode?: number;
  readonly response?: string;
  readonly message?: string;
}

/** Nothing was handed over where the fault lies before the mail itself. */
const BEFORE_THE_MAIL = new Set(['EAUTH', 'EDNS', 'ETLS', 'ENOAUTH', 'EOAUTH2', 'ECONFIG', 'EPROXY']);
const NEVER_CONNECTED =
  /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|Connection timeout|Greeting never received/;

function toMailError(error: unknown): MailError {
  const fault = error as SmtpFault;
  const status = fault.responseCode ?? 0;
  const says = oneLine(fault.response ?? fault.message ?? 'no reason given').slice(0, 300);
  const isAboutTheMail = fault.command === 'RCPT TO' || fault.command === 'DATA';
  if (status >= 500 && isAboutTheMail) return new MailError('refused', says);
  const isBefore = BEFORE_THE_MAIL.has(fault.code ?? '') || NEVER_CONNECTED.test(fault.message ?? '');
  if (isBefore || status >= 500) return new MailError('away', says);
  return new MailError(status >= 400 ? 'later' : 'unknown', says);
}
