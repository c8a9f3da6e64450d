/** Which fields of an issue were asked for, and an issue written with just these. */
import type { SimTask } from '../world.ts';
import { type IssueFields, selfOf } from './issue-fields.ts';
import { toPiece } from './requests.ts';
import type { Site } from './site.ts';

const expand = 'renderedFields,names,schema,operations,editmeta,changelog,versionedRepresentations';

/** `null`: every field. */
export interface Selection {
  readonly ids: readonly string[] | null;
  readonly without: ReadonlySet<string>;
  /** Nothing but id (and key): what Jira answers in pages of up to 5,000. */
  readonly isIdOnly: boolean;
  readonly hasKey: boolean;
}

/**
 * What `fields` asks for: names, `*all`, `*navigable`, `-name`; several values or one with commas.
 *
 * @param byDefault What an endpoint answers when nothing is asked for.
 */
export function readSelection(asked: readonly string[], byDefault: 'id' | '*all'): Selection {
  const names = asked
    .flatMap((value) => value.split(','))
    .map((name) => name.trim())
    .filter((name) => name !== '');
  const all =
    names.length === 0 ? [byDefault] : names.every((name) => name.startsWith('-')) ? ['*all', ...names] : names;
  const without = new Set(all.filter((name) => name.startsWith('-')).map((name) => name.slice(1)));
  const isEverything = all.includes('*all') || all.includes('*navigable');
  const ids = all.filter(
    (name) => !name.startsWith('-') && !name.startsWith('*') && name !== 'id' && name !== 'key' && name !== 'issuekey',
  );
  const hasKey = isEverything || all.includes('key') || all.includes('issuekey') || ids.length > 0;
  return { ids: isEverything ? null : ids, without, isIdOnly: !isEverything && ids.length === 0, hasKey };
}

const open = toPiece(',"fields":{');
const close = toPiece('}');

/** One issue as pieces of JSON. `more` is put behind its fields. */
export function writeIssue(
  site: Site,
  fields: IssueFields,
  task: SimTask,
  selection: Selection,
  more: readonly Buffer[] = [],
): Buffer[] {
  if (selection.isIdOnly && !selection.hasKey) return [toPiece(`{"id":"${task.vendorId}"}`)];
  const head = toPiece(
    `{"expand":"${expand}","id":"${task.vendorId}","self":"${selfOf(site, task)}","key":"${task.key}"`,
  );
  if (selection.isIdOnly) return [head, ...more, close];
  const own = fields.of(task);
  const wanted = (selection.ids ?? [...own.keys()])
    .filter((id) => !selection.without.has(id))
    .flatMap((id) => own.get(id) ?? []);
  const [first, ...rest] = wanted;
  return first === undefined
    ? [head, open, close, ...more, close]
    : [head, open, first.subarray(1), ...rest, close, ...more, close];
}
