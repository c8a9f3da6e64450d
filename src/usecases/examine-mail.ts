import { MailError, type Mailer } from '../mail/mailer.ts';
import type { Finding } from './finding.ts';

/** Whether the mail server lets us in; nothing is sent. */
export async function examineMail(mailer: Pick<Mailer, 'check'> | null): Promise<Finding> {
  if (!mailer) {
    const todo = 'Set PLUMBLINE_SMTP_URL and PLUMBLINE_MAIL_FROM; until then digests stay in the Outbox.';
    return { part: 'mail', verdict: 'warning', says: 'not set up, none is sent', todo };
  }
  try {
    await mailer.check();
    return { part: 'mail', verdict: 'good', says: 'the mail server answers and lets us in', todo: null };
  } catch (error) {
    if (!(error instanceof MailError)) throw error;
    return {
      part: 'mail',
      verdict: 'bad',
      says: error.message,
      todo: 'Check PLUMBLINE_SMTP_URL, its user and its password.',
    };
  }
}
