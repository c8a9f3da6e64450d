import type { ReactNode } from 'react';
import { belowTexts } from '../texts/en/plumb-line.tsx';
import classes from './plumb-line.module.css';

/** The piece of line below a knot: what a reader may lean on, and what not. */
export type Below = 'solid' | 'dotted' | 'slack' | 'cut' | 'empty' | 'none';
export type KnotGlyph = 'vision' | 'objective' | 'key-result' | 'task';

/** Read aloud from the top down: an ordered list. */
export function Line({ label, children }: { label: string; children: ReactNode }) {
  return (
    <ol className={`plain-list ${classes.line}`} aria-label={label}>
      {children}
    </ol>
  );
}

/** One end on the line: its glyph, what it is, and its name. */
export function Knot(props: { glyph: KnotGlyph; word: string; below: Below; isOpen?: boolean; children: ReactNode }) {
  return (
    <li className={classes.knot} data-below={props.below}>
      <span className={classes.gutter} aria-hidden="true">
        <Glyph glyph={props.glyph} isOpen={props.isOpen ?? false} />
      </span>
      <span className={`${classes.word} small soft`}>{props.word}</span>
      <div className={classes.text}>
        {props.children}
        <span className="visually-hidden"> {belowTexts[props.below]}</span>
      </div>
    </li>
  );
}

/** A stretch of line between two knots, with what carries it (or what is gone) beside it. */
export function Strand({ below, word, children }: { below: Below; word: string; children: ReactNode }) {
  return (
    <li className={classes.strand} data-below={below}>
      <span className={classes.gutter} aria-hidden="true" />
      <span className={`${classes.word} small soft`}>{word}</span>
      <div className={`${classes.text} small`}>
        {children}
        <span className="visually-hidden"> {belowTexts[below]}</span>
      </div>
    </li>
  );
}

function Glyph({ glyph, isOpen }: { glyph: KnotGlyph; isOpen: boolean }) {
  const fill = isOpen || glyph === 'task' ? 'var(--paper)' : 'currentColor';
  return (
    <svg
      width="20"
      height="20"
      viewBox="0 0 20 20"
      fill={fill}
      stroke="currentColor"
      strokeWidth="2"
      aria-hidden="true"
    >
      {glyph === 'vision' && <circle cx="10" cy="10" r="6" />}
      {glyph === 'objective' && <path d="M10 3l7 7-7 7-7-7z" />}
      {glyph === 'key-result' && <path d="M4.5 4.5h11v11h-11z" />}
      {glyph === 'task' && <circle cx="10" cy="10" r="6" strokeDasharray={isOpen ? '3 2.2' : undefined} />}
    </svg>
  );
}
