/** A delivery report as mail servers write it (RFC 3464), about a mail with this id. */
export function returnedMail(
  messageId: string,
  given: {
    readonly action?: string;
    readonly status?: string;
    readonly diagnostic?: string | null;
    /** Some send the whole mail back, some its headers. */
    readonly sendsBack?: 'message/rfc822' | 'text/rfc822-headers';
  } = {},
): Buffer {
  const { action = 'failed', status = '5.1.1', sendsBack = 'message/rfc822' } = given;
  const { diagnostic = 'smtp; 550 5.1.1 <ines@example.org>: Recipient address\r\n    rejected: no such user' } = given;
  return Buffer.from(
    [
      'From: MAILER-DAEMON@mx.example (Mail Delivery System)',
      'To: plumbline@corp.example',
      'Subject: Undelivered Mail Returned to Sender',
      'MIME-Version: 1.0',
      'Content-Type: multipart/report; report-type=delivery-status; boundary="cut"',
      '',
      '--cut',
      'Content-Type: text/plain; charset=us-ascii',
      '',
      'This is the mail system at host mx.example. I am sorry to have to inform you …',
      '',
      '--cut',
      'Content-Type: message/delivery-status',
      '',
      'Reporting-MTA: dns; mx.example',
      'Arrival-Date: Mon, 23 Nov 2026 09:00:12 +0100 (CET)',
      '',
      'Final-Recipient: rfc822; ines@example.org',
      `Action: ${action}`,
      `Status: ${status}`,
      ...(diagnostic === null ? [] : [`Diagnostic-Code: ${diagnostic}`]),
      '',
      '--cut',
      `Content-Type: ${sendsBack}`,
      '',
      'From: Plumbline <plumbline@corp.example>',
      'To: Ines <ines@example.org>',
      'Subject: Alignment, week 47: 78 %',
      `Message-ID: ${messageId}`,
      ...(sendsBack === 'message/rfc822' ? ['', 'Week 47, 16 to 22 November 2026'] : []),
      '',
      '--cut--',
      '',
    ].join('\r\n'),
  );
}
