import { createHash } from 'node:crypto';
import { ANSWER_WORDS, taskName } from '../domain/digest-words.ts';
import { escapeHtml as esc } from '../domain/html.ts';
import { BECAUSE_CHARACTERS_MAX } from '../domain/task-decision.ts';
import type { LinkView } from '../usecases/answer-digest.ts';

const STYLE = `:root{color-scheme:light dark;--paper:#fbf9f5;--ink:#1c1a17;--soft:#4f4b44;--rule:#8a857a;--accent:#0b545a;--on:#fff}
@media(prefers-color-scheme:dark){:root{--paper:#161513;--ink:#f1ede5;--soft:#bdb7ab;--rule:#827c71;--accent:#79c4c7;--on:#0c1f20}}
body{margin:0;background:var(--paper);color:var(--ink);font:15px/24px system-ui,sans-serif}
main{max-width:560px;margin:0 auto;padding:48px 16px}h1{font-size:20px;line-height:30px;font-weight:600;margin:0 0 8px}
p{margin:8px 0}.soft{color:var(--soft);font-size:13px;line-height:20px}a{color:var(--accent)}
label{display:block;margin:16px 0 0;font-size:13px;line-height:20px}textarea,input{box-sizing:border-box;width:100%;font:inherit;padding:8px;
color:inherit;background:transparent;border:1px solid var(--rule);border-radius:4px}
button{font:inherit;margin:24px 0 0;padding:8px 16px;color:var(--on);background:var(--accent);border:0;border-radius:4px;cursor:pointer}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}`;

/** No script, nothing from elsewhere, in nobody's frame; the address is a secret and is told to no one. */
export const PAGE_HEADERS = {
  'content-security-policy': `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
  'content-type': 'text/html; charset=utf-8',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-robots-tag': 'noindex',
  'cache-control': 'no-store',
};

/** Asks whether it is meant; only the button changes anything. */
export function confirmPage(view: LinkView): string {
  const { asks, reader } = view;
  if (asks.about === 'stop') {
    return page(
      'No more digests by mail?',
      `<p>${esc(reader)} gets no more weekly digests. You can have them again on the Outbox page.</p>${form('No more digests')}`,
    );
  }
  const name = esc(taskName(asks.task));
  if (view.isUsed) return donePage('This has been answered already', asks.task.id);
  const fields = asks.says === 'not-now' ? notNowFields(asks.revisitOn) : '';
  return page(
    `${questionOf(asks)}`,
    `<p>${name}</p><p class="soft">Answered as ${esc(reader)}.</p>${form(buttonOf(asks), fields)}`,
  );
}

/** @param taskId Where there is something to look at. */
export function donePage(title: string, taskId: string | null = null): string {
  const look = taskId === null ? '' : `<p><a href="/tasks/${encodeURIComponent(taskId)}">Look at the task</a></p>`;
  return page(title, look);
}

export function failedPage(why: string): string {
  return page('Nothing was changed', `<p>${esc(why)}</p>`);
}

export const UNKNOWN_PAGE = page(
  'This link leads nowhere any more',
  '<p>Links in a digest work once, and for two weeks. <a href="/">Open Plumbline</a></p>',
);

type TaskAsk = Extract<LinkView['asks'], { about: 'task' }>;

function questionOf({ says, goal }: TaskAsk): string {
  if (says === 'serves') return `Does this serve ${goal ? `${esc(goal.key)} “${esc(goal.title)}”` : 'this goal'}?`;
  if (says === 'ktlo') return 'Does this keep the lights on?';
  return says === 'not-now' ? 'Not now?' : 'Ask its owner to decide?';
}

function buttonOf({ says, goal }: TaskAsk): string {
  return says === 'serves' && goal ? `${ANSWER_WORDS.serves} ${goal.key}` : ANSWER_WORDS[says];
}

function notNowFields(revisitOn: string): string {
  return `<label for="because">Why not now</label>
    <textarea id="because" name="because" rows="3" maxlength="${BECAUSE_CHARACTERS_MAX}" required>Other work comes first</textarea>
    <label for="revisitOn">Look at it again on</label><input id="revisitOn" name="revisitOn" type="date" value="${esc(revisitOn)}" required>`;
}

function form(button: string, fields = ''): string {
  return `<form method="post">${fields}<button>${esc(button)}</button></form>`;
}

/** @param title HTML. */
function page(title: string, html: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>Plumbline</title><style>${STYLE}</style></head><body><main><h1>${title}</h1>${html}</main></body></html>`;
}
