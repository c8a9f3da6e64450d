#!/usr/bin/env -S node --max-semi-space-size=16
/**
 * The command `plumbline`. It looks at the Node.js it runs on before it reads any TypeScript, so that a Node.js that is
 * too old ends in one clear line and not in a syntax error.
 *
 * Young objects get 16 MB, as in package.json: left to itself V8 takes 64 MB and lets half of what a pull reads grow old in it.
 */
import { requirePinnedNode } from './pinned-node.mjs';

requirePinnedNode();
// `npm --prefix DIR run plumbline` changes to DIR, and the files named after it are meant from where the person stands.
const { npm_lifecycle_event: script, INIT_CWD: callersFolder } = process.env;
if (script === 'plumbline' && callersFolder) process.chdir(callersFolder);
await import('./main.ts');
