/** Pages of actions, newest first. */
import type { Action } from './actions.ts';
import { boundOf, limitOf } from './bounds.ts';
import { showFields } from './fields.ts';
import type { TrelloRecord } from './ids.ts';

type Query = Readonly<Record<string, string | undefined>>;

export function pageOfActions(actions: readonly Action[], query: Query): TrelloRecord[] {
  const limit = limitOf(query.limit, 50);
  const skip = limit * Number(query.page ?? 0);
  const before = query.before === undefined ? null : boundOf(query.before);
  const since = query.since === undefined ? null : boundOf(query.since);
  const isKept = actionFilter(query.filter);
  const kept = actions.filter(
    (action) =>
      (before === null || action.id < before) && (since === null || action.id > since) && isKept(action.record),
  );
  const hidden = [query.memberCreator === 'false' && 'memberCreator', query.member === 'false' && 'member'];
  return kept.slice(skip, skip + limit).map(({ record }) => {
    const shown = Object.entries(showFields(record, query.fields)).filter(([name]) => !hidden.includes(name));
    return Object.fromEntries(shown);
  });
}

/** `all`, or types with commas, of which `updateCard` may be narrowed to one field: `updateCard:idList`. */
function actionFilter(filter: string | undefined): (record: TrelloRecord) => boolean {
  if (filter === undefined || filter === 'all') return () => true;
  const wanted = filter.split(',').map((part) => part.trim().split(':'));
  return (record) =>
    wanted.some(([type, field]) => {
      if (type !== record.type) return false;
      return field === undefined || field in ((record.data as { old?: object }).old ?? {});
    });
}
