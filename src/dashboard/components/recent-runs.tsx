import type { SyncRunAnswer } from '../../api/schemas/connections.ts';
import type { SourceName } from '../../domain/task.ts';
import { recordNoun } from '../../domain/wording.ts';
import { formatCount, formatSpan } from '../format.ts';
import { runsTexts as texts } from '../texts/en/connection-parts.tsx';
import { DataTable } from './data-table.tsx';
import { TimeAgo } from './time-ago.tsx';

/** What was read lately, and at what cost to the tool. */
export function RecentRuns({ runs, tool }: { runs: readonly SyncRunAnswer[]; tool: SourceName }) {
  if (runs.length === 0) return null;
  return (
    <section>
      <h2>{texts.title}</h2>
      <DataTable
        caption={texts.title}
        rows={runs}
        keyOf={(run) => run.id}
        columns={[
          { name: texts.when, cell: (run) => <TimeAgo at={run.requestedAt} /> },
          { name: texts.what, cell: (run) => texts.kinds[run.kind] },
          {
            name: texts.ended,
            cell: (run) => (run.error ? texts.endedWith(texts.states[run.state], run.error) : texts.states[run.state]),
          },
          { name: texts.records(recordNoun(tool)), isNumber: true, cell: (run) => formatCount(run.tasks) },
          { name: texts.requests, isNumber: true, cell: (run) => formatCount(run.requests) },
          { name: texts.setAside, isNumber: true, cell: (run) => formatCount(run.setAside) },
          { name: texts.waited, isNumber: true, cell: (run) => (run.waitMs > 0 ? formatSpan(run.waitMs) : texts.none) },
          { name: texts.took, isNumber: true, cell: sayDuration },
        ]}
      />
    </section>
  );
}

function sayDuration(run: SyncRunAnswer): string {
  if (!run.startedAt || !run.finishedAt) return texts.notOver;
  return formatSpan(Date.parse(run.finishedAt) - Date.parse(run.startedAt));
}
