/** Asana's webhooks as they stand: what is registered, how each fares, and which events it lets through. */
import { randomBytes } from 'node:crypto';
import type { SimScope, SimTask } from '../world.ts';
import { isoOf } from './ids.ts';
import type { AsanaRecord } from './render.ts';

export interface HookFilter {
  readonly resource_type?: string;
  readonly resource_subtype?: string;
  readonly action?: string;
  readonly fields?: readonly string[];
}

export interface Hook {
  readonly gid: string;
  /** Handed over once, in the handshake; signs every delivery. */
  readonly secret: string;
  readonly target: string;
  /** The project or task it tells of; null for a workspace, whose hooks carry no event of a task. */
  readonly watched: SimScope | SimTask | null;
  readonly resource: AsanaRecord;
  readonly filters: readonly HookFilter[];
  readonly createdAt: number;
  /** Only after its first delivery was taken. */
  active: boolean;
  lastSuccessAt: number | null;
  lastFailureAt: number | null;
  lastFailureContent: string | null;
  retries: number;
  nextAttemptAt: number | null;
  deletesAt: number | null;
}

export interface HookShelf {
  all(): readonly Hook[];
  find(gid: string): Hook | undefined;
  /** A webhook that is not registered yet: its handshake comes first. */
  make(given: Pick<Hook, 'target' | 'watched' | 'resource' | 'filters' | 'createdAt'>): Hook;
  add(hook: Hook): void;
  remove(gid: string): void;
}

export function makeHookShelf(): HookShelf {
  const hooks = new Map<string, Hook>();
  let count = 0;
  return {
    all: () => [...hooks.values()],
    find: (gid) => hooks.get(gid),
    make: (given) => {
      count += 1;
      return {
        ...given,
        gid: `1290${String(count).padStart(12, '0')}`,
        secret: randomBytes(32).toString('hex'),
        active: false,
        lastSuccessAt: null,
        lastFailureAt: null,
        lastFailureContent: null,
        retries: 0,
        nextAttemptAt: null,
        deletesAt: null,
      };
    },
    add: (hook) => void hooks.set(hook.gid, hook),
    remove: (gid) => void hooks.delete(gid),
  };
}

export function showHook(hook: Hook): AsanaRecord {
  return {
    gid: hook.gid,
    resource_type: 'webhook',
    active: hook.active,
    resource: hook.resource,
    target: hook.target,
    created_at: isoOf(hook.createdAt),
    last_success_at: timeOf(hook.lastSuccessAt),
    last_failure_at: timeOf(hook.lastFailureAt),
    last_failure_content: hook.lastFailureContent ?? '',
    delivery_retry_count: hook.retries,
    next_attempt_after: timeOf(hook.nextAttemptAt),
    failure_deletion_timestamp: timeOf(hook.deletesAt),
    filters: hook.filters,
  };
}

function timeOf(at: number | null): string | null {
  return at === null ? null : isoOf(at);
}

/** An event passes when any filter lets it through; without filters all pass. */
export function passes(hook: Hook, event: AsanaRecord): boolean {
  return hook.filters.length === 0 || hook.filters.some((filter) => matches(filter, event));
}

function matches(filter: HookFilter, event: AsanaRecord): boolean {
  const resource = event.resource as AsanaRecord;
  const change = event.change as AsanaRecord | undefined;
  return (
    (filter.resource_type === undefined || filter.resource_type === resource.resource_type) &&
    (filter.resource_subtype === undefined || filter.resource_subtype === resource.resource_subtype) &&
    (filter.action === undefined || filter.action === event.action) &&
    (filter.fields === undefined || filter.fields.includes(String(change?.field)))
  );
}
