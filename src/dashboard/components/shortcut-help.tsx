import { useState } from 'react';
import { undoLastDecision } from '../hooks/use-decide.ts';
import { useKeys } from '../hooks/use-keys.ts';
import { shortcutTexts as texts } from '../texts/en/shell.tsx';
import { Dialog } from './dialog.tsx';
import classes from './shortcut-help.module.css';

const shortcuts = [
  ['/', texts.does.search],
  ['j', texts.does.next],
  ['k', texts.does.previous],
  ['Enter', texts.does.openTask],
  ['a', texts.does.accept],
  ['r', texts.does.reject],
  ['l', texts.does.link],
  ['o', texts.does.ktlo],
  ['n', texts.does.notNow],
  ['w', texts.does.ask],
  ['b', texts.does.all],
  ['1 2', texts.does.which],
  ['x', texts.does.select],
  ['u', texts.does.undo],
  ['?', texts.does.help],
] as const;

/** The keys one can press, behind `?` and a button for those who do not guess. */
export function ShortcutHelp() {
  const [isOpen, setOpen] = useState(false);
  useKeys({
    '?': () => setOpen(true),
    u: () => undoLastDecision(),
    '/': () => document.getElementById('global-search')?.focus(),
  });
  return (
    <>
      <button type="button" className={classes.open} onClick={() => setOpen(true)}>
        {texts.open}
      </button>
      <Dialog title={texts.title} isOpen={isOpen} onClose={() => setOpen(false)}>
        <dl className={classes.list}>
          {shortcuts.map(([key, does]) => (
            <div key={key}>
              <dt>
                <kbd>{key}</kbd>
              </dt>
              <dd>{does}</dd>
            </div>
          ))}
        </dl>
      </Dialog>
    </>
  );
}
