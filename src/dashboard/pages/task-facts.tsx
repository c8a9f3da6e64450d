import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { TaskDetail } from '../../api/schemas/tasks.ts';
import { TOOL_WORDS } from '../../domain/wording.ts';
import { TimeAgo } from '../components/time-ago.tsx';
import { formatAmount, formatDay, formatDays } from '../format.ts';
import { taskFactsTexts as texts } from '../texts/en/task.tsx';
import classes from './task.module.css';

/** What its tool says of it, as text. */
export function TaskFacts({ task }: { task: TaskDetail }) {
  return (
    <aside className={classes.facts} aria-labelledby="facts">
      <h2 id="facts">{texts.inTool(TOOL_WORDS[task.tool])}</h2>
      <p className={`${classes.text} small`}>{task.text || <span className="soft">{texts.noText}</span>}</p>
      <dl className={`${classes.list} small`}>
        {task.parent && (
          <Fact name={texts.parent}>
            <Link to="/tasks/$taskId" params={{ taskId: task.parent.id }}>
              {task.parent.key} {task.parent.title}
            </Link>
          </Fact>
        )}
        {task.labels.length > 0 && (
          <Fact name={texts.labels}>
            <span className={classes.labels}>
              {task.labels.map((label) => (
                <span key={label}>{label}</span>
              ))}
            </span>
          </Fact>
        )}
        {task.fields.map((field) => (
          <Fact key={field.name} name={field.name}>
            {field.value}
          </Fact>
        ))}
        {task.estimate !== null && <Fact name={texts.estimate}>{formatAmount(task.estimate)}</Fact>}
        {task.ageDays !== null && <Fact name={texts.age}>{formatDays(task.ageDays)}</Fact>}
        {task.dueOn && <Fact name={texts.due}>{formatDay(task.dueOn)}</Fact>}
        {task.createdAt && (
          <Fact name={texts.created}>
            <TimeAgo at={task.createdAt} />
          </Fact>
        )}
        {task.updatedAt && (
          <Fact name={texts.changed}>
            <TimeAgo at={task.updatedAt} />
          </Fact>
        )}
        {task.finishedAt && (
          <Fact name={texts.finished}>
            <TimeAgo at={task.finishedAt} />
          </Fact>
        )}
        <Fact name={texts.read}>
          <TimeAgo at={task.readAt} />
        </Fact>
      </dl>
    </aside>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt className="soft">{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
