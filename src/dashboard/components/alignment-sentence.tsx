import { Link } from '@tanstack/react-router';
import type { AlignmentAnswer } from '../../api/schemas/alignment.ts';
import type { Alignment } from '../../domain/alignment.ts';
import type { FlagState } from '../../domain/flag.ts';
import { numberSentence, type SentencePart } from '../../domain/wording.ts';
import { withThinSpaces } from '../format.ts';
import { defaultState, type ListSearch } from '../list-search.ts';
import classes from './alignment-sentence.module.css';

/** The news in a sentence, each number a link to exactly its tasks. The words are those of the digest and the command line. */
export function AlignmentSentence({ alignment, within }: { alignment: AlignmentAnswer; within: ListSearch }) {
  const parts = numberSentence(toDomain(alignment), alignment.previousRate);
  return (
    <h1 className={classes.sentence}>
      {parts.map((part) => {
        const state = stateOf(part);
        const text = withThinSpaces(part.text);
        if (!state) return text;
        return (
          <Link
            key={state}
            to="/unaligned"
            search={state === defaultState ? within : { ...within, state }}
            className={part.of && 'standing' in part.of ? classes.strong : undefined}
          >
            {text}
          </Link>
        );
      })}
    </h1>
  );
}

function stateOf({ of }: SentencePart): string | null {
  if (!of) return null;
  return 'standing' in of ? of.standing : of.states.join(',');
}

function toDomain(answer: AlignmentAnswer): Alignment {
  const shares = Object.fromEntries(answer.shares.map(({ state, share }) => [state, share]));
  const shareOf = (state: FlagState) => shares[state] ?? 0;
  return {
    ...answer.totals,
    rate: answer.rate,
    coverage: answer.coverage,
    shares: {
      'not-now': shareOf('not-now'),
      approved: shareOf('approved'),
      'pending-decision': shareOf('pending-decision'),
      ktlo: shareOf('ktlo'),
      aligned: shareOf('aligned'),
      'wrong-cycle': shareOf('wrong-cycle'),
      'closed-goal': shareOf('closed-goal'),
      'broken-link': shareOf('broken-link'),
      'over-allowance': shareOf('over-allowance'),
      suggested: shareOf('suggested'),
      'no-why': shareOf('no-why'),
    },
  };
}
