import { addDesk } from './play-desk.ts';
import { readEdit } from './play-edit.ts';
import { renderPlay } from './play-page.ts';
import type { Playground } from './playground.ts';

/** A page of each simulated tool where a person changes a task. */
export function addPlayground(play: Playground): void {
  addDesk(play.core.app, {
    render: (asked, fault) => renderPlay(play, { search: asked.q ?? '', done: asked.done ?? null, fault }),
    change(asked) {
      const { task, scope } = play.change(readEdit(play.world, play.core, asked));
      return new URLSearchParams({ q: asked.q ?? '', done: task?.key ?? task?.vendorId ?? scope.name });
    },
  });
}
