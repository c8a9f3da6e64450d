import PostalMime, { type Attachment, type Header } from 'postal-mime';

/** What a mail server says became of a mail of ours (RFC 3464). */
export interface Returned {
  /** Of the mail that came back, with its angle brackets. */
  readonly messageId: string;
  /** failed: for good. Anything else may still arrive. */
  readonly isFailed: boolean;
  /** The server's own words: "550 5.1.1 no such user". */
  readonly says: string;
}

/** Reads a delivery report as it came in. @returns null for any other mail, and where it does not say which mail it is about. */
export async function readReturned(raw: Uint8Array): Promise<Returned | null> {
  const { attachments } = await PostalMime.parse(raw, {
    forceRfc822Attachments: true,
    attachmentEncoding: 'arraybuffer',
  });
  const report = attachments.find(({ mimeType }) => mimeType === 'message/delivery-status');
  const original = attachments.find(({ mimeType }) => ['message/rfc822', 'text/rfc822-headers'].includes(mimeType));
  if (!report || !original) return null;
  const { messageId } = await PostalMime.parse(bytesOf(original));
  const recipient = await recipientOf(textOf(report));
  if (!messageId || !recipient) return null;
  const status = recipient.get('status') ?? '';
  const says = recipient.get('diagnostic-code')?.replace(/^[^;]*;\s*/u, '') ?? status;
  return { messageId, isFailed: recipient.get('action')?.toLowerCase() === 'failed' && status.startsWith('5'), says };
}

/** Fields stand in groups with an empty line between: the mail's own first, then one for each recipient; of ours there is one. */
async function recipientOf(report: string): Promise<ReadonlyMap<string, string> | null> {
  for (const group of report.split(/(?:\r?\n){2,}/u)) {
    const { headers } = await PostalMime.parse(`${group.trim()}\r\n\r\n`);
    const fields = new Map(headers.map(({ key, value }: Header) => [key, value.replace(/[\p{Cc}\s]+/gu, ' ').trim()]));
    if (fields.has('final-recipient')) return fields;
  }
  return null;
}

function bytesOf({ content }: Attachment): Uint8Array {
  return typeof content === 'string' ? Buffer.from(content) : new Uint8Array(content as ArrayBuffer);
}

function textOf(attachment: Attachment): string {
  return Buffer.from(bytesOf(attachment)).toString('utf8');
}
