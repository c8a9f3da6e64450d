import type { ReactNode } from 'react';

/** The line from the vision down to a task. */
export const plumbLineTexts = {
  lineTo: (goalKey: string) => `The line to ${goalKey}`,
  noLine: 'No line yet',
  task: 'Task',
  tried: 'Tried',
  notLookedAt: 'Nothing is recorded yet: this task has not been looked at since it was read.',
  contradicts: (goals: ReactNode) => <>Other evidence of this task says {goals}: which one is meant?</>,
  and: ' and ',
  also: (evidence: string) => `Also ${evidence}.`,
  evidence: (kind: string, hops: string) => `${kind} (${hops})`,
  by: (day: string) => `by ${day}`,
  closed: 'closed',
  cutHere: 'cut here: ',
  said: (by: string) => `, by ${by}`,
  read: (when: ReactNode, isCut: boolean) => (isCut ? <>, last read {when}, now gone</> : <>, read {when}</>),
  hop: (place: string, value: string) => `${place}: “${value}”`,
  nearest: (goalKey: string | null, sureness: string) =>
    goalKey ? `(nearest: ${goalKey}, ${sureness})` : `(${sureness})`,
  suggested: (sureness: string) => `suggested, ${sureness}`,
  accepted: 'accepted',
  acceptedBy: (by: string) => `accepted by ${by}`,
  holds: (sureness: string) => `holds by itself, ${sureness}`,
};

/** For those who do not see how the line is drawn. */
export const belowTexts = {
  solid: '',
  dotted: '(from here down it is only suggested)',
  slack: '(it leads to a goal that does not count now)',
  cut: '(the line is cut here)',
  empty: '(nothing above holds it)',
  none: '',
};
