/** A link or a mention, and the headings it stands under, outermost first. */
export interface Reference {
  readonly type: 'reference';
  /** An http(s) address without secrets; null where only a task's key is named. */
  readonly url: string | null;
  /** As a Jira macro names it. */
  readonly taskKey: string | null;
  readonly title: string | null;
  readonly path: readonly string[];
}

/** One piece of a document, in reading order; references come right after the piece they stand in. */
export type Block =
  | { readonly type: 'heading'; readonly level: number; readonly text: string }
  /** Lines of one paragraph are parted by "\n". */
  | { readonly type: 'paragraph'; readonly text: string }
  /** `depth` 0 is the outermost list. */
  | { readonly type: 'item'; readonly depth: number; readonly text: string }
  /** Rows of cells, a heading row among them where there is one. */
  | { readonly type: 'table'; readonly rows: readonly (readonly string[])[] }
  | Reference;

/** One column of a data source as its row carries it. */
export interface DocumentProperty {
  readonly name: string;
  /** What a person reads; several values joined by ", ". */
  readonly value: string;
  /** The value as a number where the tool says it is one. */
  readonly number: number | null;
}

/** One wiki page, or one row of a data source, as a connector yields it. It judges nothing. */
export interface DocumentRecord {
  readonly type: 'document';
  readonly externalId: string;
  /** Confluence: the space. Notion: the data source; null for a page that is in none. */
  readonly scopeExternalId: string | null;
  readonly title: string;
  readonly url: string | null;
  /** Rises with every change, where the tool counts. */
  readonly version: number | null;
  /** ms since 1970. */
  readonly updatedAt: number | null;
  /** In the tool's trash: it can come back. */
  readonly isTrashed: boolean;
  /** null where the answer does not tell. */
  readonly labels: readonly string[] | null;
  /** Empty for a page that is no row. */
  readonly properties: readonly DocumentProperty[];
  /** null where the answer holds no body: it says nothing of what the page states. */
  readonly blocks: readonly Block[] | null;
}
