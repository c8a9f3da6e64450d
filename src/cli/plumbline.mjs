#!/usr/bin/env node
/**
 * The command `plumbline`. It looks at the Node.js it runs on before it reads any TypeScript, so that a Node.js that is
 * too old ends in one clear line and not in a syntax error.
 */
import { requirePinnedNode } from './pinned-node.mjs';

requirePinnedNode();
await import('./main.ts');
