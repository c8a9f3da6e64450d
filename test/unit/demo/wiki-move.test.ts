import { describe, expect, it } from 'vitest';
import { makeWikiLive } from '../../../src/demo/wiki-live.ts';
import { versionAt } from '../../../src/demo/wiki-state.ts';
import type { SimPage, SimWiki } from '../../../src/demo/wiki-world.ts';
import { smallWikiWorld } from './small-wiki.ts';
import { endsAt } from './small-world.ts';

function open(wiki: SimWiki) {
  const { wikis = { spaces: [], pages: [] } } = smallWikiWorld();
  const live = makeWikiLive({ wikis, wiki, clock: { now: endsAt }, newVendorId: (id) => id });
  return { live, page: (id: string) => wikis.pages.find((one) => one.id === `${wiki}-${id}`) as SimPage };
}

describe('a page that is moved to another space', () => {
  it('takes along what is below it, and is of no newer version', () => {
    const { live, page } = open('confluence');
    const before = versionAt(page('strategy'), endsAt);
    live({ type: 'move', page: 'confluence-strategy', to: 'confluence-two' });
    expect([page('strategy').spaceId, page('other').spaceId]).toEqual(['confluence-two', 'confluence-two']);
    expect([page('strategy').parentId, page('other').parentId]).toEqual([null, 'confluence-strategy']);
    expect(versionAt(page('strategy'), endsAt + 1)).toEqual(before);
  });

  it('leaves every data source in Notion, and never every space in Confluence', () => {
    const notion = open('notion');
    notion.live({ type: 'move', page: 'notion-other', to: null });
    expect(notion.page('other').spaceId).toBeNull();
    const { live } = open('confluence');
    expect(() => live({ type: 'move', page: 'confluence-other', to: null })).toThrow('no space');
    expect(() => live({ type: 'move', page: 'confluence-other', to: 'notion-two' })).toThrow('no space');
    expect(() => live({ type: 'move', page: 'confluence-trashed', to: 'confluence-two' })).toThrow('in the trash');
  });
});
