import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { StreamEvent } from '../../api/schemas/organisation.ts';
import { judgedKeys } from '../queries.ts';
import { isUndoOpen } from './undo-window.ts';

/** `live`: changes arrive by themselves. `reconnecting`: the line is down and is tried again. */
export type LiveState = 'live' | 'reconnecting';

const otherKeys = ['tasks', 'connections', 'connection', 'notices', 'proposals', 'proposal', 'digests'] as const;

const asksAtMostEveryMs = 1500;
/** What happens together is asked for together. */
const gatherMs = 100;
const retriesMs = [1000, 2000, 5000, 15_000, 30_000] as const;

/** Listens to the service's events and asks again for what they concern, at most every second and a half. */
export function useLive(): { state: LiveState; changedAt: number } {
  const client = useQueryClient();
  const [state, setState] = useState<LiveState>('live');
  const [changedAt, setChangedAt] = useState(Date.now);
  useEffect(() => {
    const refresh = makeRefresher(client, () => setChangedAt(Date.now()));
    const stop = listen(
      (event) => refresh.ask(keysOf(event)),
      (next, isReturn) => {
        setState(next);
        // What happened while the line was down was not heard.
        if (isReturn) refresh.ask([...judgedKeys, ...organisationKeys, ...otherKeys]);
      },
    );
    return () => {
      stop();
      refresh.stop();
    };
  }, [client]);
  return { state, changedAt };
}

/** What persons change besides tasks and goals. */
const organisationKeys = [
  'session',
  'people',
  'teams',
  'team',
  'settings',
  'cycles',
  'glossary',
  'allowances',
  'rules',
  'saved-views',
  'outgoing-webhooks',
  'audit',
] as const;

function keysOf(event: StreamEvent): readonly string[] {
  switch (event.type) {
    case 'flags-changed':
      return [...judgedKeys, 'tasks', 'deliveries'];
    case 'sync-finished':
      return [...judgedKeys, 'tasks', 'connections', 'connection', 'set-asides', 'teams', 'people', 'notices'];
    case 'goals-changed':
      return ['goal', 'goals', 'goal-history', 'cycles', 'check-ins', 'first-run'];
    case 'proposals-changed':
      return ['proposals', 'proposal', 'goal', 'goals'];
    case 'organisation-changed':
      return organisationKeys;
    case 'letters-changed':
      return ['digests'];
    default:
      return ['connections', 'connection', 'notices', 'first-run'];
  }
}

function makeRefresher(client: QueryClient, onChange: () => void) {
  const asked = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let ranAt = Number.NEGATIVE_INFINITY;
  const run = () => {
    timer = undefined;
    ranAt = performance.now();
    for (const key of asked) {
      // Rows stay where they are while their decision can still be undone: a list that jumps is read wrongly.
      if (key === 'tasks' && isUndoOpen()) continue;
      void client.invalidateQueries({ queryKey: [key] });
      asked.delete(key);
    }
    onChange();
    if (asked.size > 0) timer = setTimeout(run, asksAtMostEveryMs);
  };
  return {
    ask(keys: readonly string[]) {
      for (const key of keys) asked.add(key);
      // After a quiet time at once: a change is to be seen within two seconds of the tool's word on it.
      timer ??= setTimeout(run, Math.max(gatherMs, ranAt + asksAtMostEveryMs - performance.now()));
    },
    stop: () => clearTimeout(timer),
  };
}

/** An event stream that comes back by itself, also when the service answered with an error (the browser then gives up). */
function listen(onEvent: (event: StreamEvent) => void, onState: (state: LiveState, isReturn: boolean) => void) {
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  const open = () => {
    source = new EventSource('/api/v1/events');
    source.onopen = () => {
      onState('live', failures > 0);
      failures = 0;
    };
    source.onmessage = (message: MessageEvent<string>) => onEvent(JSON.parse(message.data) as StreamEvent);
    source.onerror = () => {
      source?.close();
      onState('reconnecting', false);
      timer = setTimeout(open, retriesMs[Math.min(failures, retriesMs.length - 1)]);
      failures += 1;
    };
  };
  open();
  return () => {
    source?.close();
    clearTimeout(timer);
  };
}
