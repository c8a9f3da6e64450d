import type { Zone } from '../jira/dates.ts';
import type { SimCore } from '../server.ts';
import type { SimWiki } from '../wiki-world.ts';
import type { Site } from './site.ts';

/** What every route answers from. */
export interface Parts {
  readonly core: SimCore<SimWiki>;
  readonly site: Site;
  /** How late lists are, ms. */
  readonly indexLagMs: number;
  /** Of the account that asks: a time in a question is one of its own. */
  readonly zone: Zone;
}
