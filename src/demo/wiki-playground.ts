import type { Asked } from './play-edit.ts';
import type { SimCore } from './server.ts';
import type { SimPage, SimWiki, WikiChanged, WikiEdit, Wikis } from './wiki-world.ts';

/** What the page for changing a wiki by hand works with: a part of a simulator's inside. */
export interface WikiPlayground {
  readonly core: Pick<SimCore<SimWiki>, 'tool' | 'app' | 'clock' | 'postman'>;
  readonly wikis: Wikis;
  readonly change: (edit: WikiEdit) => WikiChanged;
  readonly addressOf: (page: SimPage) => string | null;
  readonly desk: Desk | null;
}

/** What a person sets besides pages. */
export interface Desk {
  html(): string;
  /** What was changed, in words; null where the form is not this desk's. @throws Error In words for who sent it. */
  act(asked: Asked): string | null;
}
