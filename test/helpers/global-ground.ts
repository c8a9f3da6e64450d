/**
 * Before any test: the pinned Node.js runs, and where PLUMBLINE_FIXTURES is set, the folder is there. Without this a
 * mistyped path would skip every suite that needs it, and pass.
 */
import { statSync } from 'node:fs';
import { requirePinnedNode } from '../../src/cli/node-version.ts';

export default function setup(): void {
  requirePinnedNode();
  const folder = process.env.PLUMBLINE_FIXTURES;
  if (folder && !statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    throw new Error('PLUMBLINE_FIXTURES is set, and there is no such folder: correct it or unset it.');
  }
}
