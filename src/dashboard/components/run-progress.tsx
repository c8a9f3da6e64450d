import type { SyncRunAnswer } from '../../api/schemas/connections.ts';
import type { SourceName } from '../../domain/task.ts';
import { recordNoun, TOOL_WORDS } from '../../domain/wording.ts';
import { formatCount, formatSpan, plural } from '../format.ts';
import { useClock } from '../hooks/use-clock.ts';
import { runTexts as texts } from '../texts/en/connections.tsx';
import classes from './run-progress.module.css';

type ScopeProgress = SyncRunAnswer['scopes'][number];

/** A running pull: a bar for each scope with counts, the rate, the time left, and what it waits for. */
export function RunProgress({ run, tool }: { run: SyncRunAnswer; tool: SourceName }) {
  const { now } = useClock();
  const ranMs = run.startedAt ? Math.max(0, now - Date.parse(run.startedAt)) : 0;
  return (
    <section className={classes.run} aria-label={texts.label(TOOL_WORDS[tool])}>
      <p className="small">
        {run.state === 'queued' ? texts.queued : sayRun(run, ranMs, recordNoun(tool))}
        {run.waitMs > 0 && <span className="soft">{texts.waited(TOOL_WORDS[tool], formatSpan(run.waitMs))}</span>}
      </p>
      <ul className={`plain-list ${classes.scopes}`}>
        {run.scopes.map((scope) => (
          <ScopeBar key={scope.scopeId} scope={scope} noun={recordNoun(tool)} />
        ))}
      </ul>
    </section>
  );
}

function sayRun(run: SyncRunAnswer, ranMs: number, noun: string): string {
  const kind = run.kind === 'full' ? texts.full : texts.changed;
  const perSecond = ranMs > 2000 ? run.tasks / (ranMs / 1000) : 0;
  const known = run.scopes.every((scope) => scope.expectedTasks !== null);
  const expected = run.scopes.reduce((sum, scope) => sum + (scope.expectedTasks ?? 0), 0);
  const rate = perSecond >= 1 ? texts.rate(formatCount(perSecond)) : '';
  const left =
    known && perSecond > 0 && expected > run.tasks
      ? texts.left(formatSpan(((expected - run.tasks) / perSecond) * 1000))
      : '';
  return `${texts.counts(kind, plural(run.tasks, noun), plural(run.pages, texts.page))}${rate}${left}.`;
}

function ScopeBar({ scope, noun }: { scope: ScopeProgress; noun: string }) {
  const share =
    scope.state === 'done' ? 1 : scope.expectedTasks ? Math.min(1, scope.tasks / scope.expectedTasks) : null;
  const counts =
    scope.expectedTasks === null
      ? plural(scope.tasks, noun)
      : texts.of(formatCount(scope.tasks), plural(scope.expectedTasks, noun));
  return (
    <li className={classes.scope}>
      <span className={classes.name}>{scope.scopeName}</span>
      <progress
        className={classes.bar}
        aria-label={scope.scopeName}
        {...(share === null && scope.state === 'running' ? {} : { value: share ?? 0 })}
        max={1}
      />
      <span className="small soft">
        {texts.states[scope.state]}
        {scope.state !== 'waiting' && `, ${counts}`}
        {scope.waitMs > 0 && texts.waitedHere(formatSpan(scope.waitMs))}
        {scope.error && <span className={classes.error}> {scope.error}</span>}
      </span>
    </li>
  );
}
