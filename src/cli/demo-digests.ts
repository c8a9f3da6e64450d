import { randomUUID } from 'node:crypto';
import type { Runtime } from '../compose.ts';
import { lastDueWeek } from '../domain/digest-time.ts';
import { listDigestReaders } from '../store/digest-people.ts';
import { insertDigests } from '../store/digests.ts';
import { readSettings } from '../store/settings.ts';
import { messageIdOf } from '../usecases/note-digests.ts';
import { sendDigests } from '../usecases/send-digests.ts';
import { timeOf } from '../usecases/write-digest.ts';
import { baseUrlOf, digestDeps } from './base-url.ts';

/** The week's digest of everybody in the made-up organisation, held in the Outbox as if its hour had just come. */
export async function holdDigests(
  runtime: Pick<Runtime, 'config' | 'db' | 'now' | 'log'>,
  signal: AbortSignal,
): Promise<void> {
  const deps = digestDeps({ ...runtime, mailer: null }, baseUrlOf(runtime.config));
  const settings = await readSettings(runtime.db);
  const now = runtime.now();
  const rows = (await listDigestReaders(runtime.db)).map((reader) => {
    const isoWeek = lastDueWeek(now, timeOf(reader, settings));
    const { personId, address } = reader;
    const messageId = messageIdOf(personId, isoWeek, deps.mailDomain);
    const due = { state: 'due', dueAt: new Date(now), trouble: null } as const;
    return { id: randomUUID(), ...{ personId, isoWeek, address, messageId }, ...due };
  });
  await insertDigests(runtime.db, rows);
  await sendDigests(deps, signal);
}
