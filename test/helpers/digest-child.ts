/** Sends what is due until told to stop, or killed: `node digest-child.ts <database> <smtp> <now>`. Says how much memory it took. */
import { openMailer } from '../../src/mail/mailer.ts';
import { openDatabase } from '../../src/store/database.ts';
import { sendDigests } from '../../src/usecases/send-digests.ts';

const [databaseUrl = '', smtpUrl = '', startsAt = '0'] = process.argv.slice(2);
const db = openDatabase(databaseUrl);
const mailer = openMailer({ smtpUrl, from: { name: 'Plumbline', address: 'plumbline@corp.example' } });
// The lease of one that died runs out in simulated minutes, not in real ones: an hour passes in each minute.
const began = Date.now();
const now = () => Number(startsAt) + (Date.now() - began) * 60;
const deps = { db, now, mailer, baseUrl: 'https://plumb.example', mailDomain: 'plumb.example' };
const sent = await sendDigests(deps, new AbortController().signal);
process.send?.({ sent, rssMb: process.resourceUsage().maxRSS / 1024 });
mailer.close();
await db.destroy();
process.disconnect?.();
