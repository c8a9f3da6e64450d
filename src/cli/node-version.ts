/** For TypeScript callers; the check itself is plain JavaScript, see there why. */
export { requirePinnedNode } from './pinned-node.mjs';
