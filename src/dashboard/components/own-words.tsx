import type { HopAnswer, TaskDetail } from '../../api/schemas/tasks.ts';
import { questionTexts as texts } from '../texts/en/review.tsx';
import classes from './own-words.module.css';

type Span = HopAnswer['spans'][number];

/** Beside the first words of a text that carried a reading, and no more of it. */
const AROUND = 50;
const EXCERPTS_MAX = 2;

/** The task's own title, and of its text the places that carried a reading, with these words marked. */
export function OwnWords({ task, spans }: { task: Pick<TaskDetail, 'title' | 'text'>; spans: readonly Span[] }) {
  if (spans.length === 0) return null;
  const inText = spans.filter((span) => span.in === 'text');
  return (
    <span className={classes.words}>
      <Marked text={task.title} spans={spans.filter((span) => span.in === 'title')} />
      {excerptsOf(task.text, inText).map(({ from, to }) => (
        <span key={from} className="soft">
          {' … '}
          <Marked text={task.text.slice(from, to)} spans={inText.map((span) => moved(span, -from))} />
        </span>
      ))}
    </span>
  );
}

/** The task's own text, with the words marked that carried a reading; what is long scrolls in its place. */
export function TaskText({ text, spans }: { text: string; spans: readonly Span[] }) {
  if (text.trim() === '') return null;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys
    <section className={`${classes.text} small`} aria-label={texts.ownText} tabIndex={0}>
      <Marked text={text} spans={spans.filter((span) => span.in === 'text')} />
    </section>
  );
}

/** A text with these words of it marked. */
export function Marked({ text, spans }: { text: string; spans: readonly Span[] }) {
  const inside = spans.filter(({ from, to }) => from >= 0 && to <= text.length);
  const ends = [0, ...inside.map(({ to }) => to)];
  return (
    <>
      {inside.map(({ from, to }, index) => (
        <span key={from}>
          {text.slice(ends[index], from)}
          <mark className={classes.mark}>{text.slice(from, to)}</mark>
        </span>
      ))}
      {text.slice(ends.at(-1))}
    </>
  );
}

function moved({ in: place, from, to }: Span, by: number): Span {
  return { in: place, from: from + by, to: to + by };
}

/** Stretches around the first marked words, none of them twice, cut between words. */
function excerptsOf(text: string, spans: readonly Span[]): { from: number; to: number }[] {
  const found: { from: number; to: number }[] = [];
  for (const span of spans) {
    const last = found.at(-1);
    if (last && span.to <= last.to) continue;
    if (found.length === EXCERPTS_MAX) break;
    found.push({
      from: wordStart(text, Math.max(last?.to ?? 0, span.from - AROUND)),
      to: wordEnd(text, span.to + AROUND),
    });
  }
  return found;
}

function wordStart(text: string, at: number): number {
  const space = at === 0 ? -1 : text.slice(at, at + AROUND).search(/\s/u);
  return space < 0 ? at : at + space + 1;
}

function wordEnd(text: string, at: number): number {
  const space = text.slice(at).search(/\s/u);
  return space < 0 ? text.length : at + space;
}
