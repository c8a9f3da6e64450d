import type { z } from 'zod';
import type { Transition } from '../../src/domain/task.ts';
import { readInstant } from './instants.ts';
import type { bulkHistorySchema } from './schema.ts';

type BulkHistory = z.infer<typeof bulkHistorySchema>;

/** Adds one answer's status changes to those already gathered, by issue id. Answers come in pages over all issues by date. */
export function gatherTransitions(answer: BulkHistory, gathered: Map<string, Transition[]>): void {
  for (const log of answer.issueChangeLogs ?? []) {
    const transitions = gathered.get(log.issueId) ?? [];
    for (const entry of log.changeHistories ?? []) {
      const at = readInstant(entry.created);
      if (at === null) continue;
      for (const item of entry.items) {
        if (item.field === 'status' || item.fieldId === 'status') transitions.push(toTransition(at, item));
      }
    }
    gathered.set(log.issueId, transitions);
  }
}

/** Oldest first. Two changes of the same instant keep the order Jira gave them. */
export function inOrder(transitions: readonly Transition[]): Transition[] {
  return transitions.toSorted((one, other) => one.at - other.at);
}

function toTransition(at: number, item: Readonly<Record<string, unknown>>): Transition {
  return {
    at,
    fromId: own(item, 'from'),
    fromName: own(item, 'fromString'),
    toId: own(item, 'to'),
    toName: own(item, 'toString') ?? own(item, 'to') ?? '',
  };
}

/** One of Jira's names is `toString`, which every object has without having been given it. */
function own(item: Readonly<Record<string, unknown>>, name: string): string | null {
  const value = Object.hasOwn(item, name) ? item[name] : null;
  return typeof value === 'string' ? value : null;
}
