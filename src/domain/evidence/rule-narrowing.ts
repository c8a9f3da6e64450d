import type { Rule } from '../goal.ts';
import { TOOLS, type ToolName } from '../task.ts';

/**
 * A rule as a database can be asked for it: whatever fits the rule is among what this gives, and a little more. Who asks looks at the
 * answers with the rule itself, so that a preview catches what a derivation would.
 */
export interface RuleNarrowing {
  readonly tools?: readonly ToolName[];
  readonly scopeIds?: readonly string[];
  readonly teamIds?: readonly string[];
  /** Patterns of LIKE that ignore the case of ASCII letters only. */
  readonly label?: string;
  readonly type?: string;
  readonly field?: string;
  readonly text?: string;
}

interface NarrowingGround {
  readonly scopes: readonly { readonly id: string; readonly key: string | null; readonly name: string }[];
  readonly teams: readonly { readonly id: string; readonly name: string }[];
}

/** null where the rule has no condition: it never holds. */
export function narrowingOf(when: Rule['when'], { scopes, teams }: NarrowingGround): RuleNarrowing | null {
  const of = (name: keyof Rule['when']) => when[name]?.trim().toLowerCase() || null;
  const [tool, scope, team] = [of('tool'), of('scope'), of('team')];
  const isNamed = (name: string, wanted: string) => name.trim().toLowerCase() === wanted;
  const isScope = ({ key, name }: NarrowingGround['scopes'][number], wanted: string) =>
    (key !== null && isNamed(key, wanted)) || name.toLowerCase().includes(wanted);
  const field = of('field')?.split('=')[0]?.trim();
  const narrowing: RuleNarrowing = {
    ...(tool ? { tools: TOOLS.filter((name) => name === tool) } : {}),
    ...(scope ? { scopeIds: scopes.flatMap((one) => (isScope(one, scope) ? one.id : [])) } : {}),
    ...(team ? { teamIds: teams.flatMap(({ id, name }) => (isNamed(name, team) ? id : [])) } : {}),
    ...likePart('label', of('label')),
    ...likePart('type', of('type')),
    ...(of('field') ? { field: likePattern(field ?? '') } : {}),
    ...likePart('text', of('text')),
  };
  return Object.keys(narrowing).length === 0 ? null : narrowing;
}

function likePart(name: 'label' | 'type' | 'text', wanted: string | null): RuleNarrowing {
  return wanted === null ? {} : { [name]: likePattern(wanted) };
}

/**
 * What holds these words. Letters that have a case, and are no ASCII, stand for anything: a database lowers them by other rules than we do;
 * so do "i" and "k", which the dotted İ and the Kelvin sign are lowered to, and what JSON writes otherwise.
 */
export function likePattern(wanted: string): string {
  const parts = [...wanted.toLowerCase()].map((char) => {
    if (/[\\%_]/u.test(char)) return char === '\\' ? '%' : `\\${char}`;
    if (/["\p{Cc}]/u.test(char)) return '%';
    const isPlain = char <= '\u007f' ? char !== 'i' && char !== 'k' : char === char.toUpperCase();
    return isPlain && !/\p{M}/u.test(char) ? char : '%';
  });
  // One wild card after another says no more, and takes longer.
  return ['%', ...parts, '%'].filter((part, at, all) => part !== '%' || all[at - 1] !== '%').join('');
}
