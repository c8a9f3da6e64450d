import { Link } from '@tanstack/react-router';
import type { TaskRow } from '../../api/schemas/tasks.ts';
import { EVIDENCE_WORDS, TOOL_WORDS } from '../../domain/wording.ts';
import { withoutState } from '../format.ts';
import { commonTexts as texts } from '../texts/en/common.ts';
import { StateMark } from './state-mark.tsx';
import classes from './task-table.module.css';

/** Key, title, and where it lives. Everything from a tool is text, whatever it looks like. */
export function TaskName({ task, onLink }: { task: TaskRow; onLink?: (link: HTMLAnchorElement | null) => void }) {
  return (
    <div className={classes.name}>
      <Link ref={onLink} to="/tasks/$taskId" params={{ taskId: task.id }} className={classes.title} title={task.title}>
        {task.key && <TaskKey task={task} />} {task.title}
      </Link>
      <div className={`${classes.place} soft`}>
        {[TOOL_WORDS[task.tool], task.scope?.name, task.team?.name, task.assignee].filter(Boolean).join(' · ')}
      </div>
    </div>
  );
}

/** A Trello card's key is an address, not a name: it is shown, but softly. */
function TaskKey({ task }: { task: Pick<TaskRow, 'key' | 'tool'> }) {
  return task.tool === 'trello' ? <span className="soft">{task.key}</span> : <strong>{task.key}</strong>;
}

/** Why it is flagged, in a sentence, and what speaks for the suggestion. */
export function WhyCell({ task }: { task: TaskRow }) {
  if (!task.flag) return <span className="soft">{texts.notJudged}</span>;
  return (
    <div className={classes.why}>
      <StateMark state={task.flag.state} isShort />{' '}
      <span className={classes.reason} title={task.flag.reason}>
        {withoutState(task.flag.reason)}
      </span>
      {task.suggestion && !task.flag.reason.includes(task.suggestion.because.replace(/^the words /, '')) && (
        <div className={`${classes.because} soft`}>
          {task.suggestion.goal.key} {task.suggestion.goal.title}: {EVIDENCE_WORDS[task.suggestion.kind]},{' '}
          {task.suggestion.because}, {task.suggestion.sureness}
        </div>
      )}
    </div>
  );
}
