import { Button, NativeSelect } from '@mantine/core';
import { formatCount, formatRate, plural } from '../format.ts';
import type { ListMoves } from '../hooks/use-list-moves.ts';
import type { ListLayout, ListOrder } from '../list-layout.ts';
import { csvAddress } from '../list-queries.ts';
import { groupings, type ListSearch, readClosed } from '../list-search.ts';
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
        {seen && `${formatCount(seen.first + 1)}–${formatCount(seen.last + 1)} of `}
        {formatCount(order.total)}
        {order.listed < order.total && `; the first ${formatCount(order.listed)} are listed, filters find the others`}
      </span>
      <News {...props.arrived} onReadAgain={props.onReadAgain} />
      <NativeSelect
        aria-label="Group by"
        value={search.group ?? ''}
        data={[
          { value: '', label: 'No groups' },
          ...groupings.map((group) => ({ value: group, label: `By ${groupingNames[group]}` })),
        ]}
        onChange={(event) => moves.group((event.currentTarget.value || undefined) as ListSearch['group'])}
      />
      {isGrouped && <JumpTo {...props} />}
      {isGrouped && <CloseAll order={order} search={search} moves={moves} />}
      <SavedViews search={search} />
      <Button component="a" href={csvAddress(search)} download="tasks.csv" variant="subtle">
        CSV<span className="visually-hidden"> of these {plural(order.total, 'task')}</span>
      </Button>
    </div>
  );
}

/** What is new is told and not pushed in; nothing moves until one asks. */
function News(props: { news: number; left: number; isCut: boolean; onReadAgain: () => void }) {
  const { news, left, isCut } = props;
  const parts = [
    ...(news > 0 ? [`${formatCount(news)}${isCut ? ' or more' : ''} new since you came`] : []),
    ...(left > 0 ? [`${formatCount(left)} no longer in this list`] : []),
  ];
  return (
    <span role="status" className={classes.news}>
      {parts.length > 0 && (
        <>
          {parts.join(', ')}{' '}
          <Button size="compact-xs" variant="light" onClick={props.onReadAgain}>
            Show the list as it is now
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
      aria-label="Jump to a group"
      value=""
      data={[
        { value: '', label: 'Jump to…' },
        ...groups.map(({ name, count }, at) => ({
          value: String(at),
          label: `${name} (${formatCount(count)}, ${formatRate(count / Math.max(1, total))})`,
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
      {areClosed ? 'Open all' : 'Close all'}
    </Button>
  );
}
