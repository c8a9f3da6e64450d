import { addDesk } from './play-desk.ts';
import { readWikiEdit } from './wiki-play-edit.ts';
import { renderWikiPlay } from './wiki-play-page.ts';
import type { WikiPlayground } from './wiki-playground.ts';

/** The page of each simulated wiki where a person changes what is written. */
export function addWikiPlayground(play: WikiPlayground): void {
  addDesk(play.core.app, {
    render: (asked, fault) => renderWikiPlay(play, { page: asked.page ?? null, done: asked.done ?? null, fault }),
    change(asked) {
      const said = play.desk?.act(asked) ?? null;
      if (said !== null) return new URLSearchParams({ done: said });
      const { page, space, set } = play.change(readWikiEdit(play, asked));
      const about = new URLSearchParams({ done: set.title ?? page?.initial.title ?? space?.name ?? '' });
      if (page !== null && asked.action === 'save') about.set('page', page.id);
      return about;
    },
  });
}
