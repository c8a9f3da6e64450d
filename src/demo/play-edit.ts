import type { Playground } from './playground.ts';
import { stateAt } from './state.ts';
import type { Edit, SimTask, World } from './world.ts';

/** A form or a query, unread. */
export type Asked = Readonly<Record<string, string | undefined>>;

const scopeActions = ['archive', 'unarchive', 'lose-access', 'regain-access'] as const;
type ScopeAction = (typeof scopeActions)[number];

/** The change a form asks for. @throws Error In words for who sent it. */
export function readEdit(world: World, core: Playground['core'], asked: Asked): Edit {
  const [action = '', value = ''] = split(asked.action ?? '');
  const scope = asked.scope ?? '';
  if (isScopeAction(action)) return { type: action, scope };
  if (action === 'create') return { type: 'create', scope, set: { title: required(asked.title, 'a title') } };
  const task = world.tasks.find((each) => each.id === asked.task && each.tool === core.tool);
  if (task === undefined) throw new Error('There is no such task.');
  return { ...readTaskEdit(task, core, action, value, asked), by: task.authorId };
}

function readTaskEdit(task: SimTask, core: Playground['core'], action: string, value: string, asked: Asked): Edit {
  const labels = stateAt(task, core.clock.now)?.labels ?? [];
  const edit = (set: (Edit & { type: 'edit' })['set']): Edit => ({ type: 'edit', task: task.id, set });
  switch (action) {
    case 'status':
      return edit({ status: required(asked.status, 'a status') });
    case 'rename':
      return edit({ title: required(asked.title, 'a title') });
    case 'add-label':
      return edit({ labels: [...new Set([...labels, required(asked.label, 'a label')])] });
    case 'remove-label':
      return edit({ labels: labels.filter((label) => label !== value) });
    case 'delete':
      return { type: 'delete', task: task.id };
    case 'move':
      return { type: 'move', task: task.id, scope: required(asked.scope, 'where it goes') };
    default:
      throw new Error('This button does nothing.');
  }
}

/** `remove-label:a:b` is the action `remove-label` with the value `a:b`. */
function split(text: string): [action: string, value: string] {
  const cut = text.indexOf(':');
  return cut < 0 ? [text, ''] : [text.slice(0, cut), text.slice(cut + 1)];
}

function isScopeAction(action: string): action is ScopeAction {
  return scopeActions.includes(action as ScopeAction);
}

function required(value: string | undefined, what: string): string {
  const text = value?.trim() ?? '';
  if (text === '') throw new Error(`Please say ${what}.`);
  return text;
}
