import type { ImportKind } from '../../../domain/import/kinds.ts';
import { formatCount, plural } from '../../format.ts';

interface Counts {
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
}

const nouns: Readonly<Record<ImportKind, readonly [one: string, many: string]>> = {
  goals: ['goal', 'goals'],
  people: ['person', 'people'],
  rules: ['rule', 'rules'],
};

const applied = (kind: ImportKind) => (added: number, changed: number) =>
  `Done: ${plural(added, ...nouns[kind])} added, ${formatCount(changed)} changed.`;

const would =
  (kind: ImportKind) =>
  ({ added, changed, removed, unchanged }: Counts & { unchanged: number }) =>
    `The file adds ${plural(added, ...nouns[kind])}, changes ${formatCount(changed)}${
      removed > 0 ? `, takes ${formatCount(removed)} away` : ''
    } and leaves ${formatCount(unchanged)} as they are. Nothing was changed yet.`;

/** A file that is looked at before it is taken over. */
export const importTexts = {
  chooseFile: {
    goals: 'Choose a file of goals',
    people: 'Choose a file of people',
    rules: 'Choose a file of rules',
  } satisfies Record<ImportKind, string>,
  anotherFile: 'Choose another file',
  difference: 'What the file would change',
  would: { goals: would('goals'), people: would('people'), rules: would('rules') },
  applied: { goals: applied('goals'), people: applied('people'), rules: applied('rules') },
  nothingToChange: (unchanged: number) => `Nothing to change: all ${formatCount(unchanged)} stand here as in the file.`,
  kept: (missing: number) => `${formatCount(missing)} that are not in the file stay as they are.`,
  more: (count: number) => `… and ${formatCount(count)} more.`,
  apply: ({ added, changed, removed }: Counts) =>
    [
      added > 0 ? `add ${formatCount(added)}` : '',
      changed > 0 ? `change ${formatCount(changed)}` : '',
      removed > 0 ? `take ${formatCount(removed)} away` : '',
    ]
      .filter(Boolean)
      .join(', ')
      .replace(/^./, (letter) => letter.toUpperCase()),
  line: {
    added: (name: string) => `New: ${name}`,
    changed: (name: string) => `Changed: ${name}`,
    missing: (name: string) => `Goes: ${name}`,
  },
  field: (name: string, from: string, to: string) => `${name}: ${from} → ${to}`,
  refused: 'The file could not be looked at. Try again.',
  tooLarge: 'The file is larger than a megabyte: import it with npx plumbline import, where Plumbline runs.',
  toBeMended: 'What has to be mended',
  where: 'Where',
  what: 'What',
  mendIt: 'Mend it in the file, then choose it again.',
  whatItHolds: 'What the file holds',
  columns: {
    goals:
      'CSV, or YAML with the same names. Key, kind (vision, objective or key-result) and title are needed; a key result says from what to what, in which unit and by which day.',
    people: 'CSV, or YAML with the same names. An account is needed only where a tool hides e-mail addresses.',
    rules: 'YAML: the first rule that fits wins. The file replaces all rules there are.',
  } satisfies Record<ImportKind, string>,
};
