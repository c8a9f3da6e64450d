/** Sends what is due until told to stop, or killed: `node digest-child.ts <database> <smtp> <now>`. Says how much memory it took. */
import { openMailer } from '../../src/mail/mailer.ts';
import { openDatabase } from '../../src/store/database.ts';
import { sendDigests } from '../../src/usecases/send-digests.ts';

const [databaseUrl = '', smtpUrl = '', startsAt = '0'] = process.argv.slice(2);
const db = openDatabase(databaseUrl);
const mailer = openMailer({ smtpUrl, from: { name: 'Plumbline', address: 'plumbline@corp.example' } });
const began = Date.now();
const now = () => Number(startsAt) + Date.now() - began;
const deps = { db, now, mailer, baseUrl: 'https://plumb.example', mailDomain: 'plumb.example' };
const sent = await sendDigests(deps, new AbortController().signal);
process.send?.({ sent, rssMb: process.resourceUsage().maxRSS / 1024 });
mailer.close();
await db.destroy();
process.disconnect?.();
