import { thousands } from './wording.ts';

/** What a tool can show at all, and how much it does not show just now. */
export interface Sight {
  /** As people call it: "Jira". */
  readonly tool: string;
  readonly abilities: {
    /** "project", "board", "space". */
    readonly scopeNoun: string;
    readonly hasHistory?: boolean;
    readonly canProveDeletion?: boolean;
    readonly showsEmail?: boolean;
  };
  readonly scopesLost: number;
  readonly scopesUnselected: number;
  readonly tasksLost: number;
  readonly documentsLost: number;
  /** It may not be asked for all changes in one question. */
  readonly isSearchRefused?: boolean;
  readonly unmatchedPeople: number;
}

/** What a connection cannot see and what that means for the numbers, a sentence each, the heaviest first. */
export function sayUnseen(sight: Sight): string[] {
  const { tool, abilities } = sight;
  const { scopeNoun } = abilities;
  const sentences = [
    sight.scopesLost > 0 &&
      `${many(sight.scopesLost, scopeNoun)} can no longer be read: what was in there is kept and counts as unknown.`,
    sight.tasksLost > 0 && `${many(sight.tasksLost, 'task')} can no longer be read, and count as unknown.`,
    sight.documentsLost > 0 && `${many(sight.documentsLost, 'document')} can no longer be read: the goals stay.`,
    sight.isSearchRefused &&
      `${tool} refuses its search to these credentials: each ${scopeNoun} is asked for changes by itself, at a request each. Credentials with every permission that is asked for mend it.`,
    sight.scopesUnselected > 0 && `${many(sight.scopesUnselected, scopeNoun)} left out by choice.`,
    sight.unmatchedPeople > 0 &&
      `${many(sight.unmatchedPeople, 'account')} matched to nobody: their tasks may lack a team.`,
    abilities.canProveDeletion === false &&
      `${tool} says the same of a deleted task and of a hidden one: it is taken for deleted only once the complete list of its ${scopeNoun} lacks it too.`,
    abilities.hasHistory === false && `${tool} tells no past moves: active days are counted from the first sync on.`,
    abilities.showsEmail === false && `${tool} mostly hides e-mail addresses: people are matched by their accounts.`,
  ];
  return sentences.filter((sentence) => typeof sentence === 'string');
}

function many(n: number, one: string): string {
  return `${thousands(n)} ${one}${n === 1 ? '' : 's'}`;
}

/** Three polls of the slowest kind of connection. */
const LATE_MS = 45 * 60_000;

/** Changes in the tool are missing here for longer than they ever should. ms since 1970; null: nothing was read yet. */
export function isLate(freshAt: number | null, now: number): boolean {
  return freshAt === null || now - freshAt > LATE_MS;
}
