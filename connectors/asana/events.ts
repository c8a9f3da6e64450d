import type { RecordId } from '../connector.ts';
import type { AsanaEvent } from './schema.ts';

const RECORD_KINDS = new Map<string, RecordId['kind']>([
  ['task', 'task'],
  ['project', 'scope'],
  ['goal', 'goal'],
]);

/** What an event on one of these says about, where it names no parent that we read. */
const IGNORED = new Map([
  ['tag', 'A tag changed; its tasks say so themselves.'],
  ['user', 'A person changed; people are read with each sync.'],
  ['workspace', 'A workspace changed; only its projects are read.'],
  ['team', 'An Asana team changed; it is no team of the organisation.'],
  ['portfolio', 'A portfolio changed; it is no scope of tasks.'],
  ['section', 'A section changed without naming its project; the change feed of the project tells.'],
]);

/** What became of one record, over all of its events. */
export interface Said {
  readonly id: RecordId;
  readonly isDeleted: boolean;
  /** It came to stand elsewhere, or came back: what is below it did too, and has no events of its own. */
  readonly isMoved: boolean;
  /** Of its last event, in ms since 1970. */
  readonly at: number | null;
}

/**
 * What events say, each record once, in the order of its first event. Pure.
 *
 * Events are compact and may come late or twice, so nothing but ids is taken from them. A task that was *removed* left a project or
 * a parent and may live on elsewhere: it counts as changed, and reading it again tells.
 */
export function readEvents(events: readonly AsanaEvent[]): {
  readonly said: readonly Said[];
  readonly ignored: readonly string[];
} {
  const said = new Map<string, Said>();
  const ignored = new Set<string>();
  for (const event of events) {
    const outcome = readEvent(event);
    if (typeof outcome === 'string') ignored.add(outcome);
    else for (const one of outcome) remember(said, one, event);
  }
  return { said: [...said.values()], ignored: [...ignored] };
}

function readEvent({ action, resource, parent }: AsanaEvent): Said[] | string {
  const type = resource?.resource_type ?? '';
  const parentType = parent?.resource_type ?? '';
  const kind = RECORD_KINDS.get(type);
  const parentKind = RECORD_KINDS.get(parentType);
  if (resource && kind) {
    const isMoved = action === 'undeleted' || (['added', 'removed'].includes(action) && parentType !== 'section');
    const own = { id: { kind, externalId: resource.gid }, isDeleted: action === 'deleted', isMoved, at: null };
    // A subtask came or went: the task above counts its subtasks.
    return parent && type === 'task' && parentType === 'task' ? [own, changed('task', parent.gid)] : [own];
  }
  // A comment, a section, an attachment: what it hangs on changed.
  if (parent && parentKind) return [changed(parentKind, parent.gid)];
  return IGNORED.get(type) ?? 'An event on something that we do not read.';
}

function changed(kind: RecordId['kind'], externalId: string): Said {
  return { id: { kind, externalId }, isDeleted: false, isMoved: false, at: null };
}

/** Asana sends "removed" and "changed" after "deleted" too; only "undeleted" brings a record back. */
function remember(said: Map<string, Said>, one: Said, event: AsanaEvent): void {
  const key = `${one.id.kind} ${one.id.externalId}`;
  const before = said.get(key);
  const staysDeleted = before?.isDeleted === true && event.action !== 'undeleted' && !one.isDeleted;
  if (staysDeleted) return;
  const at = event.created_at ? Date.parse(event.created_at) : Number.NaN;
  said.set(key, { ...one, isMoved: one.isMoved || before?.isMoved === true, at: Number.isNaN(at) ? null : at });
}
