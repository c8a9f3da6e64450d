import type { FlagState } from '../domain/flag.ts';
import { promiseIn } from '../domain/task-decision.ts';
import {
  ACTION_WORDS,
  EVIDENCE_PLACE_WORDS,
  GOAL_KIND_WORDS,
  GONE_WORDS,
  STATE_WORDS,
  TOOL_WORDS,
} from '../domain/wording.ts';
import type { TaskExplained } from '../usecases/explain-task.ts';
import { glyphs } from './glyphs.ts';
import { plumbLines } from './plumb-lines.ts';
import { labelled, wrap } from './wrap.ts';

const LABEL_WIDTH = 9;
const TRIED_WIDTH = 24;

/** One task as a person reads it: what it is, how it stands and why, what to do, and the line it hangs on or what was tried. */
export function taskLines(task: TaskExplained, width: number): string[] {
  const lines = task.lines.filter(({ verdict }) => verdict !== 'rejected');
  const sections = [
    headLines(task, width),
    standingLines(task, width),
    ...plumbLines(task, lines, width),
    lines.length === 0 && task.flag?.state === 'no-why' ? looseLines(task, width) : [],
    refusedLines(task, width),
    triedLines(task, width),
  ];
  return sections
    .filter((section) => section.length > 0)
    .flatMap((section, at) => (at === 0 ? section : ['', ...section]));
}

export function taskName({ key, title }: Pick<TaskExplained, 'key' | 'title'>): string {
  return [key, title].filter(Boolean).join(' ');
}

function headLines(task: TaskExplained, width: number): string[] {
  const facts = [
    TOOL_WORDS[task.tool],
    task.scope?.name,
    task.team && `team ${task.team.name}`,
    `status ${task.statusName}`,
  ];
  return [
    ...wrap(taskName(task), width),
    ...wrap(facts.filter(Boolean).join(', '), width),
    ...(task.url ? [task.url] : []),
  ];
}

/** What, why and what next. */
function standingLines(task: TaskExplained, width: number): string[] {
  const { flag } = task;
  const row = (label: string, text: string) => labelled(label, text, LABEL_WIDTH, width);
  if (!flag) return row('State', unjudgedWords(task));
  return [
    ...row('State', STATE_WORDS[flag.state]),
    ...row('Why', whyWords(task, flag)),
    ...row('Next', nextWords(flag.nextAction)),
  ];
}

const NOTHING_SAYS = 'Nothing says which goal it serves. What was looked at, and what it lacked, stands below.';

/** What was tried stands beneath in full: not the same twice. */
function whyWords(task: TaskExplained, flag: NonNullable<TaskExplained['flag']>): string {
  if (flag.state !== 'no-why' || task.tried.length === 0) return flag.reason;
  return [promiseIn(flag.reason), NOTHING_SAYS].filter(Boolean).join(' ');
}

/** Where a person says it; a command only reads. */
const ON_ITS_PAGE: ReadonlySet<string> = new Set([
  'link',
  'review-suggestion',
  'choose-goal',
  'move-to-open-goal',
  'mend-link',
]);

function nextWords(action: NonNullable<TaskExplained['flag']>['nextAction']): string {
  return `${ACTION_WORDS[action]}${ON_ITS_PAGE.has(action) ? ', on its page of the dashboard' : ''}.`;
}

function unjudgedWords(task: TaskExplained): string {
  if (task.isContainer)
    return `Carries ${task.childCount} ${task.childCount === 1 ? 'task' : 'tasks'} and is not counted itself.`;
  return task.gone ? `${GONE_WORDS[task.gone.how]} Not judged.` : 'Finished long ago: not judged.';
}

function looseLines(task: TaskExplained, width: number): string[] {
  const glyph = glyphs();
  return [
    `  ${glyph.cut} ${' '.repeat(GOAL_KIND_WORDS['key-result'].length + 2)}nothing holds it yet`,
    ...labelled(`  ${glyph.task} Task`, taskName(task), GOAL_KIND_WORDS['key-result'].length + 6, width),
  ];
}

function refusedLines(task: TaskExplained, width: number): string[] {
  const refused = task.lines.filter(({ verdict }) => verdict === 'rejected');
  return refused.flatMap(({ goal, decidedBy }) =>
    wrap(`Not ${goal.key} “${goal.title}”: ${decidedBy ?? 'a person'} said no.`, width),
  );
}

/** Where nobody looks for a goal: it has one, a person decided otherwise, it keeps the lights on, or nothing is said about it. */
const NOT_LOOKED_FOR: ReadonlySet<FlagState> = new Set([
  'aligned',
  'ktlo',
  'not-now',
  'approved',
  'pending-decision',
  'unknown',
]);

/** What was looked at for each kind of evidence, and what it lacked. A suggestion by reading is drawn already. */
function triedLines(task: TaskExplained, width: number): string[] {
  if (task.flag && NOT_LOOKED_FOR.has(task.flag.state)) return [];
  const drawn = new Set(task.lines.flatMap(({ evidence }) => evidence.map(({ kind }) => kind)));
  const isDrawn = (kind: string) =>
    (kind === 'text' || kind === 'learned') && (drawn.has('text') || drawn.has('learned'));
  const tried = task.tried.filter(({ kind }) => !isDrawn(kind));
  if (tried.length === 0) return [];
  const rows = tried.flatMap((one) =>
    labelled(`  ${EVIDENCE_PLACE_WORDS[one.kind]}`, triedText(one), TRIED_WIDTH, width),
  );
  return ['What was tried', ...rows];
}

function triedText({ what, like, bestGoal, sureness }: TaskExplained['tried'][number]): string {
  if (like) return `${what}: ${like.key ? `${like.key} ` : ''}“${like.title}”`;
  if (sureness === null) return what;
  const nearest = bestGoal && !what.includes(bestGoal.key) ? [`nearest: ${bestGoal.key}`] : [];
  return `${what} (${[...nearest, sureness].join(', ')})`;
}
