import { escapeHtml, htmlPage } from './html.ts';
import { statusesOf } from './places.ts';
import type { Playground } from './playground.ts';
import { hasHappened, isSeen, isThere, stateAt, updatedAt } from './state.ts';
import type { SimScope, SimTask, SimTaskState } from './world.ts';

const tasksMax = 25;
const deliveriesMax = 10;
const toolNames = { jira: 'Jira', asana: 'Asana', trello: 'Trello' } as const;
/** What a scope is called there. */
const scopeNames = { jira: 'Project', asana: 'Project', trello: 'Board' } as const;

export interface Shown {
  readonly search: string;
  /** The name of what was just changed. */
  readonly done: string | null;
  readonly fault: string | null;
}

export function renderPlay(play: Playground, { search, done, fault }: Shown): string {
  const title = `Simulated ${toolNames[play.core.tool]}`;
  const said =
    fault === null
      ? done === null
        ? ''
        : `<p role="status">Changed ${escapeHtml(done)}.</p>`
      : `<p role="alert">${escapeHtml(fault)}</p>`;
  return htmlPage(
    title,
    `<h1>${title}</h1><p>Made-up work of a made-up organisation. Change something here, and watch it arrive in Plumbline.</p>${said}
    ${renderSearch(search)}${renderTasks(play, search)}${renderCreation(play)}${renderScopes(play)}${renderDeliveries(play)}`,
  );
}

function renderSearch(search: string): string {
  return `<form class="line" action="/demo/"><label>Find <input name="q" value="${escapeHtml(search)}"></label><button>Find</button></form>`;
}

function scopesOf({ core, world }: Playground): SimScope[] {
  return world.scopes.filter((scope) => scope.tool === core.tool && !hasHappened(scope.deletedAt, core.clock.now));
}

function openScopes(play: Playground): SimScope[] {
  const { now } = play.core.clock;
  return scopesOf(play).filter((scope) => isSeen(scope, now) && !hasHappened(scope.archivedAt, now));
}

/** Those changed last; of all that fit the search. */
function findTasks(play: Playground, search: string): { task: SimTask; scope: SimScope; state: SimTaskState }[] {
  const { now } = play.core.clock;
  const scopes = new Map(openScopes(play).map((scope) => [scope.id, scope]));
  const words = search.toLowerCase();
  return play.world.tasks
    .flatMap((task) => {
      const scope = scopes.get(task.scopeId);
      const state = isThere(task, now) && task.mirrorOf === null ? stateAt(task, now) : null;
      if (scope === undefined || state === null || state.archived) return [];
      const text = [task.key, state.title, ...state.labels].join(' ').toLowerCase();
      return text.includes(words) ? [{ task, scope, state }] : [];
    })
    .sort((one, other) => updatedAt(other.task, now) - updatedAt(one.task, now))
    .slice(0, tasksMax);
}

function renderTasks(play: Playground, search: string): string {
  const scopes = openScopes(play);
  const rows = findTasks(play, search).map((found) => renderTask(found, scopes, search));
  if (rows.length === 0) return '<p>Nothing fits.</p>';
  return `<h2>Tasks</h2><table><caption>The ${rows.length} that changed last</caption>
    <thead><tr><th scope="col">Task</th><th scope="col">Status</th><th scope="col">Labels</th><th scope="col">Elsewhere</th></tr></thead>
    <tbody>${rows.join('')}</tbody></table>`;
}

/** The first button of a form is the one that Enter presses, and the only text in a row is that of a new label. */
const onEnter = '<button name="action" value="add-label" hidden></button>';

function renderTask(
  { task, scope, state }: { task: SimTask; scope: SimScope; state: SimTaskState },
  scopes: readonly SimScope[],
  search: string,
): string {
  const name = escapeHtml(task.key ?? task.vendorId);
  const form = `form="form-${escapeHtml(task.id)}"`;
  const button = (action: string, text: string, says: string) =>
    `<button ${form} name="action" value="${escapeHtml(action)}" aria-label="${escapeHtml(`${says} ${name}`)}">${escapeHtml(text)}</button>`;
  const labels = state.labels.map((label) =>
    button(`remove-label:${label}`, `${label} ×`, `Remove label ${label} from`),
  );
  const others = scopes.filter(({ id }) => id !== scope.id).map(({ id, name: text }) => [id, text] as const);
  const statuses = statusesOf(scope).map(({ status, name: text }) => [status, text] as const);
  return `<tr><th scope="row">${escapeHtml(state.title)}<small>${name} · ${escapeHtml(scope.name)}</small>
    <form id="form-${escapeHtml(task.id)}" method="post" action="/demo/change"><input type="hidden" name="task" value="${escapeHtml(task.id)}"><input type="hidden" name="q" value="${escapeHtml(search)}">${onEnter}</form></th>
    <td>${select('status', statuses, state.status, `Status of ${name}`, form)} ${button('status', 'Set', 'Set the status of')}</td>
    <td>${labels.join(' ')} <input ${form} name="label" size="8" aria-label="New label of ${name}"> ${button('add-label', 'Add', 'Add the label to')}</td>
    <td>${others.length === 0 ? '' : `${select('scope', others, '', `Where ${name} goes`, form)} ${button('move', 'Move', 'Move')} `}${button('delete', 'Delete', 'Delete')}</td></tr>`;
}

function select(
  name: string,
  options: readonly (readonly [value: string, text: string])[],
  chosen: string,
  says: string,
  form: string,
): string {
  const items = options.map(
    ([value, text]) =>
      `<option value="${escapeHtml(value)}"${value === chosen ? ' selected' : ''}>${escapeHtml(text)}</option>`,
  );
  return `<select ${form} name="${name}" aria-label="${escapeHtml(says)}">${items.join('')}</select>`;
}

function renderCreation(play: Playground): string {
  const scopes = openScopes(play).map(({ id, name }) => [id, name] as const);
  return `<h2>New task</h2><form id="create" class="line" method="post" action="/demo/change"><label>Title <input name="title" required></label>
    ${select('scope', scopes, '', 'Where it stands', 'form="create"')}<button name="action" value="create">Create</button></form>`;
}

function renderScopes(play: Playground): string {
  const { now } = play.core.clock;
  const rows = scopesOf(play).map((scope) => {
    const [archive, access] = [
      hasHappened(scope.archivedAt, now) ? ['unarchive', 'Open again'] : ['archive', 'Archive'],
      hasHappened(scope.hiddenAt, now) ? ['regain-access', 'Give access back'] : ['lose-access', 'Take access away'],
    ].map(([action, text]) => `<button name="action" value="${action}">${text}</button>`);
    return `<tr><th scope="row">${escapeHtml(scope.name)}</th><td><form class="line" method="post" action="/demo/change"><input type="hidden" name="scope" value="${escapeHtml(scope.id)}">${archive}${access}</form></td></tr>`;
  });
  const name = scopeNames[play.core.tool];
  return `<h2>${name}s</h2><table><thead><tr><th scope="col">${name}</th><th scope="col">Change</th></tr></thead><tbody>${rows.join('')}</tbody></table>`;
}

export function renderDeliveries({ core }: { readonly core: Pick<Playground['core'], 'postman'> }): string {
  const latest = core.postman.deliveries.slice(-deliveriesMax).reverse();
  if (latest.length === 0) return '<h2>Deliveries</h2><p>No webhook was told of anything yet.</p>';
  const rows = latest.map(
    ({ at, url, attempt, status }) =>
      `<tr><td>${new Date(at).toISOString().slice(11, 19)}</td><td>${escapeHtml(url)}</td><td>${attempt + 1}</td><td>${status ?? 'no answer'}</td></tr>`,
  );
  return `<h2>Deliveries</h2><table><thead><tr><th scope="col">When (UTC)</th><th scope="col">To</th><th scope="col">Attempt</th><th scope="col">Answer</th></tr></thead><tbody>${rows.join('')}</tbody></table>`;
}
