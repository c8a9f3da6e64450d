import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { GoalRef } from '../../api/schemas/common.ts';
import type { HopAnswer, PlumbLine, TaskDetail } from '../../api/schemas/tasks.ts';
import { EVIDENCE_PLACE_WORDS, EVIDENCE_WORDS, GOAL_KIND_WORDS } from '../../domain/wording.ts';
import { formatDay, formatMeasure } from '../format.ts';
import { plumbLineTexts as texts } from '../texts/en/plumb-line.tsx';
import { OwnWords } from './own-words.tsx';
import classes from './plumb-line.module.css';
import { type Below, Knot, Line, Strand } from './plumb-parts.tsx';
import { TimeAgo } from './time-ago.tsx';

type LineTask = Pick<TaskDetail, 'id' | 'key' | 'title' | 'text' | 'flag'>;

/**
 * From the vision down to the task. Solid where it holds, dotted where it is only suggested, cut with a visible gap
 * where a hop is gone. An ordered list, so that it reads aloud in the same order.
 */
export function PlumbLineView({ line, task }: { line: PlumbLine; task: LineTask }) {
  const isSlack = isOver(line, task);
  const below = belowGoal(line, isSlack);
  const [strongest, ...others] = line.evidence;
  const hops = withBrokenHop(strongest?.hops ?? [], line.brokenHop);
  return (
    <div>
      <Line label={texts.lineTo(line.goal.key)}>
        {line.above.map((goal) => (
          <Knot key={goal.id} glyph={goal.kind} word={GOAL_KIND_WORDS[goal.kind]} below="solid">
            <GoalName goal={goal} />
          </Knot>
        ))}
        <Knot glyph={line.goal.kind} word={GOAL_KIND_WORDS[line.goal.kind]} below={below} isOpen={isSlack}>
          <GoalName goal={line.goal} />
          <GoalNote goal={line.goal} />
        </Knot>
        {hops.length === 0 && (
          <Strand below={below} word={strongest ? EVIDENCE_WORDS[strongest.kind] : ''}>
            {sayVerdict(line)}
          </Strand>
        )}
        {hops.map((hop, index) => (
          <Strand
            key={`${hop.kind} ${hop.place} ${hop.value}`}
            below={hop === line.brokenHop ? 'cut' : below}
            word={index === 0 && strongest ? EVIDENCE_WORDS[strongest.kind] : ''}
          >
            <HopText hop={hop} isCut={hop === line.brokenHop} task={task} />
            {index === hops.length - 1 && <span className={classes.verdict}>{sayVerdict(line)}</span>}
          </Strand>
        ))}
        <Knot glyph="task" word={texts.task} below="none" isOpen={line.verdict === 'broken' || isSlack}>
          <TaskName task={task} />
        </Knot>
      </Line>
      {line.contradicts.length > 0 && (
        <p className={`${classes.also} small`}>
          {texts.contradicts(
            line.contradicts.map((goal, index) => (
              <span key={goal.id}>
                {index > 0 && texts.and}
                <Link to="/goals/$goalKey" params={{ goalKey: goal.key }} title={goal.title}>
                  {goal.key}
                </Link>
              </span>
            )),
          )}
        </p>
      )}
      {others.length > 0 && (
        <p className={`${classes.also} small soft`}>
          {texts.also(
            others
              .map(({ kind, hops }) => texts.evidence(EVIDENCE_WORDS[kind], hops.map(sayHop).join(', ')))
              .join('; '),
          )}
        </p>
      )}
    </div>
  );
}

/** Work with no why hangs from nothing: an open ring under an empty line, with what was tried beside it. */
export function NoLineView({ task, tried }: { task: LineTask; tried: TaskDetail['tried'] }) {
  return (
    <Line label={texts.noLine}>
      <Strand below="empty" word={texts.tried}>
        <ul className={`plain-list ${classes.tried}`}>
          {tried.map((attempt) => (
            <li key={attempt.kind + attempt.what}>
              <span className={classes.triedKind}>{EVIDENCE_PLACE_WORDS[attempt.kind]}</span> {attempt.what}
              {attempt.like && (
                <>
                  {': '}
                  <Link to="/tasks/$taskId" params={{ taskId: attempt.like.id }}>
                    {attempt.like.key} {attempt.like.title}
                  </Link>
                </>
              )}
              {attempt.sureness !== null && <span className="soft"> {sayNearest(attempt)}</span>}
            </li>
          ))}
          {tried.length === 0 && <li>{texts.notLookedAt}</li>}
        </ul>
      </Strand>
      <Knot glyph="task" word={texts.task} below="none" isOpen>
        <TaskName task={task} />
      </Knot>
    </Line>
  );
}

/** Whether the line leads to a goal that no longer counts: closed, or of a cycle that is not this one. */
function isOver(line: PlumbLine, { flag }: LineTask): boolean {
  return line.goal.isClosed || flag?.state === 'wrong-cycle';
}

function belowGoal(line: PlumbLine, isSlack: boolean): Below {
  if (isSlack && line.verdict !== 'broken') return 'slack';
  if (line.verdict === 'suggested') return 'dotted';
  if (line.verdict === 'broken' && !line.brokenHop) return 'cut';
  return 'solid';
}

/** From the goal down to the task, with the vanished hop in its old place, or at the goal's end where it has none. */
function withBrokenHop(hops: readonly HopAnswer[], broken: HopAnswer | null): readonly HopAnswer[] {
  const down = [...hops].reverse();
  if (!broken) return down;
  const at = down.findIndex((hop) => hop.kind === broken.kind && hop.place === broken.place);
  return at < 0 ? [broken, ...down] : down.map((hop, index) => (index === at ? broken : hop));
}

function GoalName({ goal }: { goal: GoalRef }) {
  return (
    <Link to="/goals/$goalKey" params={{ goalKey: goal.key }} className={classes.goal}>
      {goal.kind !== 'vision' && <strong>{goal.key}</strong>} {goal.title}
    </Link>
  );
}

function GoalNote({ goal }: { goal: PlumbLine['goal'] }) {
  const notes: ReactNode[] = [];
  if (goal.from !== null && goal.to !== null)
    notes.push(`${formatMeasure(goal.from, null)} → ${formatMeasure(goal.to, goal.unit)}`);
  if (goal.by) notes.push(texts.by(formatDay(goal.by)));
  if (goal.cycle) notes.push(goal.cycle);
  if (goal.isClosed) notes.push(texts.closed);
  return notes.length > 0 ? <div className="small soft">{notes.join(' · ')}</div> : null;
}

function TaskName({ task }: { task: LineTask }) {
  return (
    <span>
      {task.key && <strong className="nowrap">{task.key}</strong>} {task.title}
    </span>
  );
}

function HopText({ hop, isCut, task }: { hop: HopAnswer; isCut: boolean; task: LineTask }) {
  return (
    <span className={isCut ? classes.cutText : undefined}>
      {isCut && <strong>{texts.cutHere}</strong>}
      <HopPlace hop={hop} isLinked={hop.task?.id !== task.id} />
      {hop.by && texts.said(hop.by)}
      {texts.read(<TimeAgo at={hop.readAt} />, isCut)}
      <OwnWords task={task} spans={hop.spans} />
    </span>
  );
}

function HopPlace({ hop, isLinked }: { hop: HopAnswer; isLinked: boolean }) {
  if (hop.isHidden) return <em>{hop.place}</em>;
  const words = sayHop(hop);
  if (hop.page?.url)
    return (
      <a href={hop.page.url} target="_blank" rel="noopener noreferrer">
        {words}
      </a>
    );
  return hop.task && isLinked ? (
    <Link to="/tasks/$taskId" params={{ taskId: hop.task.id }}>
      {words}
    </Link>
  ) : (
    words
  );
}

function sayHop(hop: HopAnswer): string {
  if (hop.isHidden) return hop.place;
  if (!hop.value || hop.place.toLowerCase().includes(hop.value.toLowerCase())) return hop.place;
  return texts.hop(hop.place, hop.value);
}

function sayNearest({ what, bestGoal, sureness }: TaskDetail['tried'][number]): string {
  return texts.nearest(bestGoal && !what.includes(bestGoal.key) ? bestGoal.key : null, sureness ?? '');
}

function sayVerdict(line: PlumbLine): ReactNode {
  switch (line.verdict) {
    case 'suggested':
      return <span className={classes.waits}>{texts.suggested(line.sureness)}</span>;
    case 'accepted':
      return line.decidedBy ? (
        <>
          {texts.acceptedBy(line.decidedBy)}
          {line.decidedAt && (
            <>
              {' '}
              <TimeAgo at={line.decidedAt} />
            </>
          )}
        </>
      ) : (
        texts.accepted
      );
    case 'automatic':
      return texts.holds(line.sureness);
    default:
      return null;
  }
}
