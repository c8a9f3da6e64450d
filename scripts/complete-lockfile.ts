/**
 * Completes package-lock.json with the optional platform packages that the registry in use does not carry.
 *
 * Many tools ship one native package per platform. Where a registry lacks some of them, `npm install` writes a
 * lockfile without them, and npm 11 then refuses its own lockfile at `npm ci` ("Missing: … from lock file"). Each
 * missing one gets the least entry that npm accepts: version, platform and `optional`, no address. npm skips an entry
 * whose platform is not the machine's, so nothing is fetched for it here, and a machine it fits fetches it by name.
 *
 * Run `npm run lockfile` after every change of dependencies; a second run changes nothing.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export interface LockEntry {
  version?: string;
  optional?: boolean;
  dev?: boolean;
  devOptional?: boolean;
  os?: string[];
  cpu?: string[];
  libc?: string[];
  bin?: Record<string, string>;
  hasInstallScript?: boolean;
  resolved?: string;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
}

export interface Lockfile {
  packages: Record<string, LockEntry>;
}

const OS_BY_WORD: Record<string, string> = { windows: 'win32', win: 'win32', win32: 'win32' };
for (const os of ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos']) {
  OS_BY_WORD[os] = os;
}
const CPUS = ['arm', 'arm64', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'wasm32', 'x64'];

/**
 * The platform that a package name spells, as in `@swc/core-linux-arm-gnueabihf`.
 *
 * @returns Only the fields that the name tells; null when it names neither system nor processor.
 */
export function platformOf(name: string): Pick<LockEntry, 'os' | 'cpu' | 'libc'> | null {
  const words = name.slice(name.lastIndexOf('/') + 1).split(/[-_.]/);
  const os = words.map((word) => OS_BY_WORD[word]).find((word) => word !== undefined);
  const cpu = words.find((word) => CPUS.includes(word));
  if (os === undefined && cpu === undefined) return null;
  const libc = words.some((word) => word.startsWith('musl'))
    ? ['musl']
    : words.includes('gnu') && os === 'linux'
      ? ['glibc']
      : undefined;
  return { ...(os && { os: [os] }), ...(cpu && { cpu: [cpu] }), ...(libc && { libc }) };
}

/** Whether Node would find `name` from the package at `from`: its own node_modules first, then each one above. */
function isFound(packages: Record<string, LockEntry>, from: string, name: string): boolean {
  let folder = from;
  while (folder !== '') {
    if (packages[`${folder}/node_modules/${name}`]) return true;
    const cut = folder.lastIndexOf('/node_modules/');
    folder = cut === -1 ? '' : folder.slice(0, cut);
  }
  return packages[`node_modules/${name}`] !== undefined;
}

/**
 * Adds what is missing, in place.
 *
 * @returns The names added, sorted; empty when the lockfile was complete.
 * @throws Error when a missing optional package does not spell its platform, or stands at two versions: such an entry
 *   has to be written by a person.
 */
export function completeLockfile(lock: Lockfile): string[] {
  const added = new Map<string, string>();
  for (const [path, entry] of Object.entries(lock.packages)) {
    for (const [name, range] of Object.entries(entry.optionalDependencies ?? {})) {
      const version = range.replace(/^[\^~]|^>=/, '');
      if (added.has(name)) {
        if (added.get(name) !== version) throw new Error(`${name} is wanted at ${added.get(name)} and ${version}`);
      } else if (!isFound(lock.packages, path, name)) {
        const platform = platformOf(name);
        if (platform === null) throw new Error(`${name} is missing and its name does not say for which platform it is`);
        lock.packages[`node_modules/${name}`] = { version, ...platform, ...devMark(entry), optional: true };
        added.set(name, version);
      }
    }
  }
  sortPackages(lock);
  return [...added.keys()].sort();
}

/** A part of a development-only package is one too: `npm ci --omit=dev` goes by this mark. */
function devMark(parent: LockEntry): Pick<LockEntry, 'dev'> {
  return parent.dev ? { dev: true } : {};
}

function sortPackages(lock: Lockfile): void {
  const sorted = Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, 'en'));
  lock.packages = Object.fromEntries(sorted);
}

function main(): void {
  const file = fileURLToPath(new URL('../package-lock.json', import.meta.url));
  const lock = JSON.parse(readFileSync(file, 'utf8')) as Lockfile;
  const added = completeLockfile(lock);
  if (added.length > 0) writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
  console.log(added.length === 0 ? 'The lockfile is complete.' : `Added ${added.length}: ${added.join(', ')}`);
}

if (import.meta.main) main();
