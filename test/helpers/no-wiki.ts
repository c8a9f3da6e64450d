/** For whoever connects tools only. */
export function noWiki(): never {
  throw new Error('No wiki is connected here.');
}
