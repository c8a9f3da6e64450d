/** The wikis of the simulated organisation, before either tool renders them: spaces, pages, and what became of each page. */
export type SimWiki = 'confluence' | 'notion';

export interface Wikis {
  readonly spaces: readonly SimSpace[];
  readonly pages: readonly SimPage[];
}

/** A space of Confluence, or a data source of Notion with the database that holds it. */
export interface SimSpace {
  readonly id: string;
  readonly wiki: SimWiki;
  readonly vendorId: string;
  /** Confluence: `STRAT`. Notion: null. */
  readonly key: string | null;
  readonly name: string;
  readonly createdAt: number;
  readonly archivedAt: number | null;
  /** Since when the credentials may not see it; null while they may. */
  readonly hiddenAt: number | null;
  /** Notion: what its rows are filled with, beside the title. Empty in Confluence. */
  readonly columns: readonly SimColumn[];
}

export interface SimColumn {
  readonly name: string;
  readonly type: 'text' | 'number' | 'select' | 'date' | 'email' | 'checkbox' | 'url';
}

export interface SimPage {
  readonly id: string;
  readonly wiki: SimWiki;
  readonly vendorId: string;
  /** Null: a page of Notion that is in no data source. */
  readonly spaceId: string | null;
  readonly parentId: string | null;
  readonly authorId: string | null;
  readonly createdAt: number;
  readonly initial: SimPageState;
  /** In order of `at`. */
  readonly events: readonly SimPageEvent[];
  /** Since when the credentials may not see this one page. */
  readonly hiddenAt: number | null;
  /** Emptied out of the trash: nobody sees it any more. */
  readonly purgedAt: number | null;
}

export interface SimPageState {
  readonly title: string;
  readonly status: 'current' | 'archived' | 'trashed';
  readonly labels: readonly string[];
  readonly content: readonly SimPiece[];
  /** Notion: by the column's name; absent where the cell is empty. */
  readonly cells: Readonly<Record<string, string | number | boolean>>;
}

export interface SimPageEvent {
  readonly at: number;
  readonly by: string | null;
  readonly set: Partial<SimPageState>;
}

/** Plain words, or words with what they point at. */
export type SimText = string | readonly SimSpan[];
export type SimSpan =
  | string
  | { readonly link: string; readonly text: string }
  /** Confluence: a Jira macro. */
  | { readonly issue: string }
  /** A day, `YYYY-MM-DD`, as the editor's own date. */
  | { readonly day: string }
  /** Another page of the same wiki, by our id. */
  | { readonly page: string; readonly text: string };

export type SimPiece =
  | { readonly is: 'heading'; readonly level: 1 | 2 | 3; readonly text: SimText }
  | { readonly is: 'paragraph'; readonly text: SimText }
  | { readonly is: 'list'; readonly isOrdered?: boolean; readonly items: readonly SimItem[] }
  | { readonly is: 'tasks'; readonly items: readonly { readonly text: SimText; readonly isDone: boolean }[] }
  /** The first row is the heading row. */
  | { readonly is: 'table'; readonly rows: readonly (readonly SimText[])[] }
  | { readonly is: 'code'; readonly text: string }
  /** Folded away under its title. */
  | { readonly is: 'fold'; readonly title: string; readonly inside: readonly SimPiece[] };

export interface SimItem {
  readonly text: SimText;
  readonly inside?: readonly SimItem[];
}

/** `page` and `space` are ids of the world, never the tool's. */
export type WikiEdit = { readonly by?: string | null } & (
  | { readonly type: 'edit'; readonly page: string; readonly set: Partial<SimPageState> }
  | {
      readonly type: 'create';
      readonly space: string | null;
      readonly parent?: string | null;
      readonly set: Partial<SimPageState>;
    }
  /** Into the trash, out of it, and out of the trash for good. */
  | { readonly type: 'trash' | 'restore' | 'purge'; readonly page: string }
  | { readonly type: 'hide-page' | 'show-page'; readonly page: string }
  /** To another space with all below it, which makes no new version of it; null: out of every data source of Notion. */
  | { readonly type: 'move'; readonly page: string; readonly to: string | null }
  | { readonly type: 'lose-access' | 'regain-access' | 'archive' | 'unarchive'; readonly space: string }
);

export interface WikiChanged {
  readonly type: WikiEdit['type'];
  readonly at: number;
  readonly by: string | null;
  /** Null where a whole space changed. */
  readonly page: SimPage | null;
  readonly space: SimSpace | null;
  /** What an edit set. */
  readonly set: Partial<SimPageState>;
}
