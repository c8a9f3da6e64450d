/** Which fields of an issue were asked for, and an issue written with just these. */
import type { SimTask } from '../world.ts';
import { type IssueFields, selfOf } from './issue-fields.ts';
import type { Site } from './site.ts';
import type { Writer } from './writer.ts';

const expand = 'renderedFields,names,schema,operations,editmeta,changelog,versionedRepresentations';

export interface Selection {
  /** Numbers of the fields, in the order asked for. */
  readonly numbers: readonly number[];
  /** Nothing but id (and key): what Jira answers in pages of up to 5,000. */
  readonly isIdOnly: boolean;
  readonly hasKey: boolean;
}

interface Source {
  readonly site: Site;
  readonly fields: IssueFields;
}

/**
 * What `fields` asks for: names, `*all`, `*navigable`, `-name`; several values or one with commas.
 *
 * @param byDefault What an endpoint answers when nothing is asked for.
 */
export function readSelection(fields: IssueFields, asked: readonly string[], byDefault: 'id' | '*all'): Selection {
  const names = asked
    .flatMap((value) => value.split(','))
    .map((name) => name.trim())
    .filter((name) => name !== '');
  const all =
    names.length === 0 ? [byDefault] : names.every((name) => name.startsWith('-')) ? ['*all', ...names] : names;
  const without = new Set(all.filter((name) => name.startsWith('-')).map((name) => fields.numberOf(name.slice(1))));
  const isEverything = all.includes('*all') || all.includes('*navigable');
  const named = all.filter((name) => !/^[-*]/.test(name) && !['id', 'key', 'issuekey'].includes(name));
  const numbers = isEverything ? fields.numbers : named.flatMap((name) => fields.numberOf(name) ?? []);
  const isIdOnly = !isEverything && named.length === 0;
  const hasKey = !isIdOnly || all.includes('key') || all.includes('issuekey');
  return { numbers: [...new Set(numbers)].filter((number) => !without.has(number)), isIdOnly, hasKey };
}

/** Writes one issue. `writeMore` adds what stands behind its fields. */
export function writeIssue(
  writer: Writer,
  { site, fields }: Source,
  task: SimTask,
  selection: Selection,
  writeMore?: () => void,
): void {
  if (selection.isIdOnly && !selection.hasKey) {
    writer.text(`{"id":"${task.vendorId}"}`);
    return;
  }
  writer.text(`{"expand":"${expand}","id":"${task.vendorId}","self":"${selfOf(site, task)}","key":"${task.key}"`);
  if (!selection.isIdOnly) {
    const { bytes, bounds } = fields.of(task);
    writer.text(',"fields":{');
    let isFirst = true;
    for (const number of selection.numbers) {
      const start = bounds[number * 2] ?? 0;
      const end = bounds[number * 2 + 1] ?? 0;
      if (end === 0) continue;
      // Each field brings the comma before it; the first one leaves it out.
      writer.bytes(bytes, isFirst ? start + 1 : start, end);
      isFirst = false;
    }
    writer.text('}');
  }
  writeMore?.();
  writer.text('}');
}
