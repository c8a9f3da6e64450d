import type { FlagState } from '../../domain/flag.ts';
import { STATE_WORDS } from '../../domain/wording.ts';
import classes from './state-mark.module.css';

type Shape = 'solid' | 'dotted' | 'cut' | 'ring' | 'hatched' | 'unseen';

const shapes: Record<FlagState, Shape> = {
  aligned: 'solid',
  suggested: 'dotted',
  'no-why': 'ring',
  'closed-goal': 'cut',
  'wrong-cycle': 'cut',
  'broken-link': 'cut',
  ktlo: 'hatched',
  'over-allowance': 'ring',
  'not-now': 'hatched',
  approved: 'hatched',
  'pending-decision': 'dotted',
  unknown: 'unseen',
};

/** A flag's state as a shape and its words: the shape repeats what the words say, the colour only what both say. */
export function StateMark({ state, isShort = false }: { state: FlagState; isShort?: boolean }) {
  const shape = shapes[state];
  return (
    <span className={`${classes.mark} ${classes[shape]}`} title={isShort ? STATE_WORDS[state] : undefined}>
      <Glyph shape={shape} />
      <span className={isShort ? 'visually-hidden' : undefined}>{STATE_WORDS[state]}</span>
    </span>
  );
}

function Glyph({ shape }: { shape: Shape }) {
  return (
    <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
      {shape === 'solid' && <circle cx="6" cy="6" r="5" fill="currentColor" />}
      {shape === 'ring' && <circle cx="6" cy="6" r="4.5" fill="none" stroke="currentColor" strokeWidth="1.5" />}
      {shape === 'dotted' && (
        <circle cx="6" cy="6" r="4.5" fill="none" stroke="currentColor" strokeWidth="1.75" strokeDasharray="2 2" />
      )}
      {shape === 'cut' && (
        <>
          <path d="M6 0v3M6 9v3" stroke="currentColor" strokeWidth="1.75" />
          <path d="M2 7.5l8-3" stroke="currentColor" strokeWidth="1.5" />
        </>
      )}
      {shape === 'hatched' && (
        <path d="M1 1h10v10H1zM1 6l5-5M1 11L11 1M6 11l5-5" fill="none" stroke="currentColor" strokeWidth="1.1" />
      )}
      {shape === 'unseen' && <path d="M2 6h8" stroke="currentColor" strokeWidth="1.75" strokeDasharray="2 1.5" />}
    </svg>
  );
}
