import { Button } from '@mantine/core';
import type { ImportAnswer } from '../../api/schemas/imports.ts';
import type { ImportKind } from '../../domain/import/kinds.ts';
import { importTexts as texts } from '../texts/en/imports.tsx';
import classes from './import-file.module.css';

interface Props {
  readonly kind: ImportKind;
  readonly answer: ImportAnswer;
  readonly isApplying: boolean;
  readonly onApply: (seen: string) => void;
}

/** What the file would do, line by line, and the button that does exactly this. */
export function ImportDifference({ kind, answer, isApplying, onApply }: Props) {
  const { added, changed, missing, unchanged, lines, seen } = answer;
  const removed = kind === 'rules' ? missing : 0;
  const hasWork = added + changed + removed > 0;
  const shown = lines.filter(({ is }) => is !== 'missing' || kind === 'rules');
  return (
    <section aria-label={texts.difference} className={classes.difference}>
      <p>{hasWork ? texts.would[kind]({ added, changed, removed, unchanged }) : texts.nothingToChange(unchanged)}</p>
      {missing > removed && <p className="small soft">{texts.kept(missing)}</p>}
      {shown.length > 0 && (
        // What scrolls has to be reached by keyboard.
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls
        <ul className={`plain-list small ${classes.lines}`} tabIndex={0} aria-label={texts.difference}>
          {shown.map((line) => (
            <li key={`${line.is} ${line.name}`}>
              <Line line={line} />
            </li>
          ))}
        </ul>
      )}
      {added + changed + removed > shown.length && (
        <p className="small soft">{texts.more(added + changed + removed - shown.length)}</p>
      )}
      {hasWork && (
        <p>
          <Button variant="filled" loading={isApplying} onClick={() => onApply(seen)}>
            {texts.apply({ added, changed, removed })}
          </Button>
        </p>
      )}
    </section>
  );
}

function Line({ line: { is, name, fields } }: { line: ImportAnswer['lines'][number] }) {
  if (is !== 'changed') return <>{texts.line[is](name)}</>;
  return (
    <>
      {texts.line.changed(name)}{' '}
      <span className="soft">{fields.map((field) => texts.field(field.name, field.from, field.to)).join('; ')}</span>
    </>
  );
}
