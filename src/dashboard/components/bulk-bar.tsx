import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { TaskRow } from '../../api/schemas/tasks.ts';
import { formatCount } from '../format.ts';
import { type BulkWord, useBulk } from '../hooks/use-bulk.tsx';
import { rowsOfSelection } from '../list-queries.ts';
import { counts } from '../texts/en/counts.ts';
import { decidedTexts } from '../texts/en/decide.ts';
import { bulkTexts as texts } from '../texts/en/list.tsx';
import classes from './bulk-bar.module.css';
import { BulkNotNow } from './bulk-not-now.tsx';
import { GoalPicker } from './goal-picker.tsx';

/** Whose suggestions are looked up, to say how many there are. */
const lookedUpMax = 500;

/** The same decisions for many at once, each button with its count. */
export function BulkBar(props: {
  ids: readonly string[];
  rowOf: (id: string) => TaskRow | undefined;
  onDone: () => void;
}) {
  const { ids, rowOf, onDone } = props;
  const nameOf = (id: string) => rowOf(id) ?? { id, key: null, title: id, suggestion: null };
  const { decide, progress } = useBulk(nameOf);
  const suggested = useSuggested(ids, rowOf);
  const act = async (chosen: readonly string[], word: BulkWord, says: (count: string) => string) => {
    await decide(chosen, word, says);
    onDone();
  };
  const actOnSuggested = (
    rows: readonly TaskRow[],
    says: 'accepted' | 'rejected',
    done: (tasks: string, goal: string) => string,
  ) => {
    const keys = new Map(rows.map(({ id, suggestion }) => [id, suggestion?.goal.key]));
    const goal = keys.size > 0 && new Set(keys.values()).size === 1 ? [...keys.values()][0] : decidedTexts.theirGoals;
    const word: BulkWord = { path: '/links', body: { says }, goalKeyOf: (id) => keys.get(id) };
    void act([...keys.keys()], word, (count) => done(count, String(goal)));
  };
  const word = (says: 'ktlo' | 'ask-owner'): BulkWord => ({ path: '/decisions', body: { says } });
  const isBusy = progress !== null;
  return (
    <section className={classes.bar} aria-label={texts.label} aria-busy={isBusy}>
      <span role="status">
        {progress
          ? texts.progress(formatCount(progress.done), formatCount(progress.total))
          : texts.selected(counts.tasks(ids.length))}
      </span>
      {suggested && (
        <>
          <Button
            variant="filled"
            disabled={isBusy || suggested.length === 0}
            onClick={() => actOnSuggested(suggested, 'accepted', decidedTexts.linked)}
          >
            {texts.accept(counts.suggestions(suggested.length))}
          </Button>
          <Button
            disabled={isBusy || suggested.length === 0}
            onClick={() => actOnSuggested(suggested, 'rejected', decidedTexts.notLinked)}
          >
            {texts.reject(formatCount(suggested.length))}
          </Button>
        </>
      )}
      <GoalPicker
        label={texts.link(formatCount(ids.length))}
        onPick={(goalKey) => {
          const word: BulkWord = { path: '/links', body: { says: 'accepted' }, goalKeyOf: () => goalKey };
          void act(ids, word, (count) => decidedTexts.linked(count, goalKey));
        }}
      />
      <Button disabled={isBusy} onClick={() => void act(ids, word('ktlo'), decidedTexts.ktlo)}>
        {texts.ktlo}
      </Button>
      <BulkNotNow
        isDisabled={isBusy}
        onSay={(more) => void act(ids, { path: '/decisions', body: { says: 'not-now', ...more } }, decidedTexts.notNow)}
      />
      <Button disabled={isBusy} onClick={() => void act(ids, word('ask-owner'), decidedTexts.asked)}>
        {texts.ask}
      </Button>
      <Button variant="subtle" disabled={isBusy} onClick={onDone}>
        {texts.clear}
      </Button>
    </section>
  );
}

/** Which of the selected tasks have a suggestion; null until that is known, and where they are too many to look. */
function useSuggested(ids: readonly string[], rowOf: (id: string) => TaskRow | undefined): readonly TaskRow[] | null {
  const isLooked = ids.length <= lookedUpMax;
  const unknown = isLooked ? ids.filter((id) => !rowOf(id)) : [];
  const others = useQuery({ ...rowsOfSelection(unknown), enabled: unknown.length > 0 });
  if (!isLooked || (unknown.length > 0 && !others.data)) return null;
  const rows = [...ids.flatMap((id) => rowOf(id) ?? []), ...(unknown.length > 0 ? (others.data ?? []) : [])];
  return rows.filter(({ suggestion }) => suggestion);
}
