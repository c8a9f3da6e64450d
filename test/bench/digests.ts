/** The digests of a large organisation, each of another team, to a mail server on this machine; against the same mails, only sent. */
import { startChild } from './child.ts';
import { MONDAY, storeOrganisation } from './digest-organisation.ts';
import type { DigestAsk, DigestsSent } from './digest-service.ts';
import type { Sunk } from './digest-sink.ts';
import { type Ledger, round } from './ledger.ts';

/** 5,000 in ten minutes. */
const MS_MAX = 120;
const MEMORY_MB_MAX = 512;
const TASKS_EACH = 20;

export interface DigestsBench {
  readonly databaseUrl: string;
  readonly readers: number;
  readonly ledger: Ledger;
}

export async function benchDigests({ databaseUrl, readers, ledger }: DigestsBench): Promise<void> {
  const tasks = readers * TASKS_EACH;
  await storeOrganisation(databaseUrl, readers, tasks);
  ledger.say(`${readers} managers, each with a team of their own, ${tasks} tasks`);
  const sink = startChild('digest-sink.ts');
  try {
    const { url: smtpUrl } = await sink.ask<Sunk>({});
    const ask = { databaseUrl, smtpUrl, now: MONDAY };
    const digests = await send({ ...ask, ask: 'send' });
    const { mails, bytes } = await sink.ask<Sunk>({});
    if (digests.sent !== readers || mails !== readers)
      throw new Error(`Of ${readers} digests ${digests.sent} were sent and ${mails} came.`);
    const bare = await send({ ...ask, ask: 'bare' });
    ledger.say(`digests: ${sayRun(digests)}, ${round(bytes / mails / 1_000)} kB each`);
    ledger.say(`the same mails, only sent: ${sayRun(bare)}`);
    ledger.say(`a digest takes ${round(digests.cpuMs / bare.cpuMs)} times the processor time of sending it`);
    ledger.say(`memory by tenths of the run: ${sayMemory(digests.memory)} MB`);
    ledger.limit('a digest, written and sent', digests.durationMs / digests.sent, MS_MAX, ' ms');
    ledger.limit('memory', Math.max(...digests.memory) / 2 ** 20, MEMORY_MB_MAX, ' MB');
  } finally {
    await sink.stop();
  }
}

async function send(ask: DigestAsk): Promise<DigestsSent> {
  const child = startChild('digest-service.ts', ['--max-semi-space-size=16']);
  try {
    return await child.ask<DigestsSent>(ask);
  } finally {
    await child.stop();
  }
}

function sayRun({ sent, durationMs, cpuMs }: DigestsSent): string {
  return `${sent} in ${round(durationMs / 1_000)} s, ${round(durationMs / sent)} ms each, ${round(cpuMs / sent)} ms of processor time`;
}

function sayMemory(memory: readonly number[]): string {
  const tenth = (at: number) => memory[Math.min(memory.length - 1, Math.floor((memory.length * at) / 10))] ?? 0;
  return Array.from({ length: 10 }, (_, at) => round(tenth(at + 0.9) / 2 ** 20)).join(' ');
}
