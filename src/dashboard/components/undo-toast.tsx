import { Button } from '@mantine/core';
import { commonTexts as texts } from '../texts/en/common.ts';

/** What was decided, and the one click that takes it back. */
export function UndoToast({ sentence, onUndo }: { sentence: string; onUndo: () => void }) {
  return (
    <div style={{ display: 'flex', gap: 16, alignItems: 'center', justifyContent: 'space-between' }}>
      <span>{sentence}</span>
      <Button onClick={onUndo} aria-keyshortcuts="u" style={{ flexShrink: 0 }}>
        {texts.undo}
      </Button>
    </div>
  );
}
