import type { Rule } from './goal.ts';
import { CONDITIONS } from './import/rules.ts';

/** A rule's conditions as people say them: "label ops and team Platform". */
export function conditionWords(when: Rule['when']): string {
  const parts = CONDITIONS.flatMap((name) => {
    const value = when[name];
    return value === undefined ? [] : [name === 'text' ? `text “${value}”` : `${name} ${value}`];
  });
  return parts.join(' and ');
}
