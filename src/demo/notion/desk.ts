/** The part of Notion's settings where a person makes a webhook: an address, then the token that arrived there. */
import { escapeHtml } from '../html.ts';
import type { Desk } from '../wiki-playground.ts';
import type { Webhooks } from './webhooks.ts';

export function makeDesk(webhooks: Webhooks): Desk {
  return {
    html: () => {
      const rows = webhooks.all.map(
        ({ url, isVerified }) =>
          `<li>${escapeHtml(url)}: ${isVerified ? 'told of changes' : 'waits for its token'}</li>`,
      );
      return `<h2>Webhooks</h2><ul>${rows.join('')}</ul>
        <form class="line" method="post" action="/demo/change"><label>Address <input name="url"></label><button name="action" value="subscribe">Send the token</button></form>
        <form class="line" method="post" action="/demo/change"><label>Token that arrived <input name="token"></label><button name="action" value="confirm">Verify</button></form>`;
    },
    act: ({ action, url = '', token = '' }) => {
      if (action === 'subscribe')
        return `the webhook ${webhooks.subscribe(url.trim()).url}, to which its token was sent`;
      if (action === 'confirm') return `the webhook ${webhooks.confirm(token).url}, which is told of changes now`;
      return null;
    },
  };
}
