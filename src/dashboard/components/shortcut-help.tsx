import { useState } from 'react';
import { undoLastDecision } from '../hooks/use-decide.ts';
import { useKeys } from '../hooks/use-keys.ts';
import { Dialog } from './dialog.tsx';
import classes from './shortcut-help.module.css';

const shortcuts = [
  ['/', 'Search by key, title or pasted URL'],
  ['j', 'Next task'],
  ['k', 'Previous task'],
  ['Enter', 'Open the task'],
  ['a', 'Accept the suggestion'],
  ['r', 'Not this: reject the suggestion'],
  ['l', 'Link to another goal'],
  ['o', 'On a task or question: keeps the lights on'],
  ['n', 'On a task or question: not now'],
  ['w', 'On a task or question: ask the owner, and it waits'],
  ['1 2', 'Where sources differ: the goal that is meant; b for all, 0 for none'],
  ['x', 'Select or unselect'],
  ['u', 'Undo the last decision'],
  ['?', 'This list'],
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
        Keyboard: press ? for the list
      </button>
      <Dialog title="Keys" isOpen={isOpen} onClose={() => setOpen(false)}>
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
