import type { Runtime } from '../../compose.ts';
import { openQueueBackend } from '../../queue/backend.ts';
import { openJobQueues } from '../../queue/enqueue.ts';
import { examine, type Finding } from '../../usecases/examine.ts';
import { examineMail } from '../../usecases/examine-mail.ts';
import type { Terminal } from '../terminal.ts';

const SIGNS = { good: '✓', warning: '!', bad: '✗' } as const;

/** Looks at database, queue, workers, credentials and what each connection sees; says what to do. */
export async function doctor(terminal: Terminal, runtime: Runtime, signal: AbortSignal): Promise<void> {
  const findings: Finding[] = [
    await examineQueue(runtime),
    await examineMail(runtime.mailer),
    ...(await examine(runtime, signal)),
  ];
  if (findings.some((finding) => finding.verdict === 'bad')) process.exitCode = 1;
  if (terminal.isJson) {
    terminal.printJson({ findings });
    return;
  }
  for (const { verdict, part, says, todo } of findings) {
    terminal.print(`${SIGNS[verdict]} ${part.padEnd(22)} ${says}`);
    if (todo) terminal.print(`  ${' '.repeat(22)} ${todo}`);
  }
}

async function examineQueue(runtime: Runtime): Promise<Finding> {
  try {
    const backend = await openQueueBackend(runtime.databaseUrl, runtime.config.redisUrl);
    const queues = openJobQueues(backend, () => undefined);
    const counts = Object.values(await queues.countJobs());
    await queues.close();
    const failed = counts.reduce((sum, states) => sum + (states.failed ?? 0), 0);
    const waiting = counts.reduce((sum, states) => sum + (states.waiting ?? 0) + (states.delayed ?? 0), 0);
    const where = backend.kind === 'redis' ? 'Redis' : 'the database';
    return {
      part: 'queue',
      verdict: failed > 0 ? 'warning' : 'good',
      says: `answers (${where}); ${waiting} jobs wait, ${failed} failed for good`,
      todo: failed > 0 ? 'The log says why; what failed is shown with its sync run.' : null,
    };
  } catch (error) {
    const says = error instanceof Error ? error.message : 'does not answer';
    return {
      part: 'queue',
      verdict: 'bad',
      says,
      todo: 'Check REDIS_URL, or leave it out to keep jobs in the database.',
    };
  }
}
