import type { SyncRunAnswer } from '../../api/schemas/connections.ts';
import type { SourceName } from '../../domain/task.ts';
import { recordNoun } from '../../domain/wording.ts';
import { formatCount, formatSpan } from '../format.ts';
import { DataTable } from './data-table.tsx';
import { TimeAgo } from './time-ago.tsx';

const stateWords: Record<SyncRunAnswer['state'], string> = {
  queued: 'waits',
  running: 'running',
  done: 'done',
  failed: 'failed',
};

const kindWords: Record<SyncRunAnswer['kind'], string> = {
  full: 'everything',
  incremental: 'what changed',
  census: 'what vanished',
};

/** What was read lately, and at what cost to the tool. */
export function RecentRuns({ runs, tool }: { runs: readonly SyncRunAnswer[]; tool: SourceName }) {
  if (runs.length === 0) return null;
  return (
    <section>
      <h2>Last sync runs</h2>
      <DataTable
        caption="Last sync runs"
        rows={runs}
        keyOf={(run) => run.id}
        columns={[
          { name: 'When', cell: (run) => <TimeAgo at={run.requestedAt} /> },
          { name: 'What', cell: (run) => kindWords[run.kind] },
          {
            name: 'How it ended',
            cell: (run) => (run.error ? `${stateWords[run.state]}: ${run.error}` : stateWords[run.state]),
          },
          { name: `${recordNoun(tool)}s`, isNumber: true, cell: (run) => formatCount(run.tasks) },
          { name: 'requests', isNumber: true, cell: (run) => formatCount(run.requests) },
          { name: 'set aside', isNumber: true, cell: (run) => formatCount(run.setAside) },
          { name: 'waited', isNumber: true, cell: (run) => (run.waitMs > 0 ? formatSpan(run.waitMs) : 'none') },
          { name: 'took', isNumber: true, cell: sayDuration },
        ]}
      />
    </section>
  );
}

function sayDuration(run: SyncRunAnswer): string {
  if (!run.startedAt || !run.finishedAt) return 'not over';
  return formatSpan(Date.parse(run.finishedAt) - Date.parse(run.startedAt));
}
