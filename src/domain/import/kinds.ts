/** What can be imported from a file. */
export const IMPORT_KINDS = ['goals', 'people', 'rules'] as const;
export type ImportKind = (typeof IMPORT_KINDS)[number];
