/** What one page states. */
export function pageProposalId(documentId: string): string {
  return `page-${documentId}`;
}

/** What all rows of a data source state. */
export function sourceProposalId(scopeId: string): string {
  return `source-${scopeId}`;
}
