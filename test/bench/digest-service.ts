/** A process that sends what is due, as the service does, or sends the same mails and does nothing else. */
import { performance } from 'node:perf_hooks';
import { openMailer } from '../../src/mail/mailer.ts';
import { openDatabase } from '../../src/store/database.ts';
import { sendDigests } from '../../src/usecases/send-digests.ts';
import { answerParent } from './child.ts';

export interface DigestAsk {
  /** bare: what the database holds as sent, sent once more through the mail library alone. */
  readonly ask: 'send' | 'bare';
  readonly databaseUrl: string;
  readonly smtpUrl: string;
  readonly now: number;
}

export interface DigestsSent {
  readonly sent: number;
  readonly durationMs: number;
  readonly cpuMs: number;
  /** Twice a second, in bytes. */
  readonly memory: readonly number[];
}

async function run(ask: DigestAsk): Promise<DigestsSent> {
  const db = openDatabase(ask.databaseUrl);
  const from = { name: 'Plumbline', address: 'plumbline@corp.example' };
  const mailer = openMailer({ smtpUrl: ask.smtpUrl, from });
  const memory: number[] = [];
  const watch = setInterval(() => memory.push(process.memoryUsage.rss()), 500);
  const [startedAt, cpu] = [performance.now(), process.cpuUsage()];
  try {
    const deps = { db, now: () => ask.now, mailer, baseUrl: 'https://plumb.example', mailDomain: 'plumb.example' };
    const sent = ask.ask === 'send' ? await sendDigests(deps, new AbortController().signal) : await sendBare(deps);
    const used = process.cpuUsage(cpu);
    return { sent, durationMs: performance.now() - startedAt, cpuMs: (used.user + used.system) / 1_000, memory };
  } finally {
    clearInterval(watch);
    mailer.close();
    await db.destroy();
  }
}

type BareDeps = { readonly db: ReturnType<typeof openDatabase>; readonly mailer: ReturnType<typeof openMailer> };

const AT_ONCE = 100;

async function sendBare({ db, mailer }: BareDeps): Promise<number> {
  let sent = 0;
  for (let after = ''; ; ) {
    const rows = await db
      .selectFrom('digests')
      .selectAll()
      .where('id', '>', after)
      .orderBy('id')
      .limit(AT_ONCE)
      .execute();
    for (const { address, subject, text, html, picture, message_id: messageId } of rows) {
      const pictures = picture ? [{ cid: 'trend', fileName: 'trend.png', png: picture }] : [];
      await mailer.send({
        to: { name: address, address },
        ...{ subject: subject ?? '', text: text ?? '', html: html ?? '', messageId, pictures },
      });
      sent += 1;
    }
    const last = rows.at(-1);
    if (!last) return sent;
    after = last.id;
  }
}

answerParent(run, async () => {});
