import type { TaskDetail } from '../../api/schemas/tasks.ts';
import { promiseIn } from '../../domain/task-decision.ts';
import { ACTION_WORDS, GONE_WORDS, STATUS_WORDS, TOOL_WORDS } from '../../domain/wording.ts';
import { StateMark } from '../components/state-mark.tsx';
import { TeamLink } from '../components/team-link.tsx';
import { withoutState } from '../format.ts';
import { taskTexts as texts } from '../texts/en/task.tsx';
import classes from './task.module.css';

/** What it is, how it stands, and the way to its own tool. */
export function TaskHead({ task }: { task: TaskDetail }) {
  return (
    <header>
      <p className="small soft">
        {[TOOL_WORDS[task.tool], task.scope?.name, task.groupName].filter(Boolean).join(' · ')}
      </p>
      <h1 className={classes.title}>
        {task.key && <span className="nowrap">{task.key} </span>}
        {task.title}
      </h1>
      <p className={classes.say}>
        {task.flag ? (
          <>
            <StateMark state={task.flag.state} /> <span className="measure">{sayWhy(task)}</span>
          </>
        ) : task.isContainer ? (
          <span>{texts.parentOf(task.childCount, task.carries?.says === 'carries-nothing')}</span>
        ) : (
          <span>{task.gone ? GONE_WORDS[task.gone.how] : texts.notJudged}</span>
        )}
      </p>
      <p className={`${classes.meta} small soft`}>
        <span>
          {texts.status(task.kind === 'default_task' ? texts.title : task.kind, task.statusName)}
          {task.statusName.toLowerCase() !== STATUS_WORDS[task.statusCategory] &&
            texts.ours(STATUS_WORDS[task.statusCategory])}
        </span>
        {task.team && <TeamLink team={task.team} />}
        {task.assignee && <span>{texts.ask(task.assignee)}</span>}
        {task.flag && task.flag.nextAction !== 'none' && (
          <span>{texts.next(ACTION_WORDS[task.flag.nextAction].toLowerCase())}</span>
        )}
        {task.url && isWebAddress(task.url) && (
          <a href={task.url} target="_blank" rel="noopener noreferrer">
            {texts.openIn(TOOL_WORDS[task.tool])}
          </a>
        )}
      </p>
    </header>
  );
}

/** What was tried stands in full on the empty line beneath: not the same twice. */
function sayWhy({ flag, lines, tried }: TaskDetail): string {
  if (flag?.state === 'no-why' && tried.length > 0 && lines.length === 0)
    return [promiseIn(flag.reason), texts.nothingSays].filter(Boolean).join(' ');
  return withoutState(flag?.reason ?? '');
}

// The address comes from a tool: only what a browser opens as a page, never a script.
function isWebAddress(url: string): boolean {
  return /^https?:\/\//i.test(url);
}
