import { Button, NativeSelect } from '@mantine/core';
import { formatCount, formatRate } from '../format.ts';
import type { ListMoves } from '../hooks/use-list-moves.ts';
import type { ListLayout, ListOrder } from '../list-layout.ts';
import { csvAddress } from '../list-queries.ts';
import { groupings, type ListSearch, readClosed } from '../list-search.ts';
import { counts } from '../texts/en/counts.ts';
import { listTexts as texts } from '../texts/en/list.tsx';
import { groupingNames } from '../words.ts';
import classes from './list-bar.module.css';
import { SavedViews } from './saved-views.tsx';

/** How a list is put together, where in it one is, and what came since it was read. It stays in sight. */
export function ListBar(props: {
  order: ListOrder;
  layout: ListLayout;
  search: ListSearch;
  moves: ListMoves;
  /** Places on the screen, from 0, end included; null where only headings are there. */
  seen: { readonly first: number; readonly last: number } | null;
  onJump: (index: number) => void;
  arrived: { readonly news: number; readonly left: number; readonly isCut: boolean };
  onReadAgain: () => void;
}) {
  const { order, search, moves, seen } = props;
  const isGrouped = search.group !== undefined;
  return (
    <div className={`${classes.bar} small`}>
      <span className={classes.place} data-place>
        {seen && texts.place(formatCount(seen.first + 1), formatCount(seen.last + 1))}
        {formatCount(order.total)}
        {order.listed < order.total && texts.listed(formatCount(order.listed))}
      </span>
      <News {...props.arrived} onReadAgain={props.onReadAgain} />
      <NativeSelect
        aria-label={texts.groupBy}
        value={search.group ?? ''}
        data={[
          { value: '', label: texts.noGroups },
          ...groupings.map((group) => ({ value: group, label: texts.by(groupingNames[group]) })),
        ]}
        onChange={(event) => moves.group((event.currentTarget.value || undefined) as ListSearch['group'])}
      />
      {isGrouped && <JumpTo {...props} />}
      {isGrouped && <CloseAll order={order} search={search} moves={moves} />}
      <SavedViews search={search} />
      <Button component="a" href={csvAddress(search)} download="tasks.csv" variant="subtle">
        {texts.csv}
        <span className="visually-hidden">{texts.csvOf(counts.tasks(order.total))}</span>
      </Button>
    </div>
  );
}

/** What is new is told and not pushed in; nothing moves until one asks. */
function News(props: { news: number; left: number; isCut: boolean; onReadAgain: () => void }) {
  const { news, left, isCut } = props;
  const parts = [
    ...(news > 0 ? [texts.news(formatCount(news), isCut)] : []),
    ...(left > 0 ? [texts.left(formatCount(left))] : []),
  ];
  return (
    <span role="status" className={classes.news}>
      {parts.length > 0 && (
        <>
          {parts.join(', ')}{' '}
          <Button size="compact-xs" variant="light" onClick={props.onReadAgain}>
            {texts.readAgain}
          </Button>
        </>
      )}
    </span>
  );
}

function JumpTo(props: { order: ListOrder; layout: ListLayout; onJump: (index: number) => void }) {
  const { groups, total } = props.order;
  return (
    <NativeSelect
      aria-label={texts.jump}
      value=""
      data={[
        { value: '', label: texts.jumpTo },
        ...groups.map(({ name, count }, at) => ({
          value: String(at),
          label: texts.group(name, formatCount(count), formatRate(count / Math.max(1, total))),
        })),
      ]}
      onChange={(event) => {
        const group = groups[Number(event.currentTarget.value)];
        if (event.currentTarget.value && group) props.onJump(props.layout.indexOfGroup(group.key));
      }}
    />
  );
}

function CloseAll({ order, search, moves }: { order: ListOrder; search: ListSearch; moves: ListMoves }) {
  const areClosed = readClosed(search).size >= order.groups.length;
  return (
    <Button variant="subtle" onClick={() => moves.close(areClosed ? [] : order.groups.map(({ key }) => key))}>
      {areClosed ? texts.openAll : texts.closeAll}
    </Button>
  );
}
