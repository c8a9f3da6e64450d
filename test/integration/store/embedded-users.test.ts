import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { copyCheckout, isServerUp, openFolder, startProcess } from '../../helpers/embedded.ts';

const isRoot = process.getuid?.() === 0;
/** Nobody's usual number; no name is needed to run as it, PostgreSQL's initdb alone wants one. */
const ORDINARY = { uid: 65534, gid: 65534 };

let parent: string;
let checkout: string;
const leftovers: string[] = [];

beforeAll(() => {
  parent = openFolder();
  checkout = copyCheckout(join(parent, 'checkout'));
});
afterAll(() => rmSync(parent, { recursive: true, force: true }));
beforeEach(() => chmodSync(checkout, 0o755));
afterEach(() => {
  for (const folder of leftovers.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** Runs a whole life: open, claim, stop. */
async function live(folder: string, options: Parameters<typeof startProcess>[1] = {}) {
  const one = startProcess(folder, { checkout, ...options });
  const said = await one.next();
  if (said.code) return { ...said, owner: -1, binaries: '' };
  const dataFolder = said.dataFolder ?? '';
  const owner = statSync(join(dataFolder, 'postgres')).uid;
  one.tell('claim');
  expect(await one.next()).toEqual({ claimed: true });
  await one.stop();
  expect(isServerUp(dataFolder)).toBe(false);
  return {
    ...said,
    owner,
    binaries: readdirSync(dataFolder)
      .filter((name) => name.startsWith('binaries-'))
      .join(),
  };
}

describe.skipIf(!isRoot)('as root', () => {
  it('runs the database as a user of its own, in the folder asked for where that user can enter it', async () => {
    const folder = join(parent, 'root-open');
    const { dataFolder, notice, owner, binaries } = await live(folder);
    expect({ dataFolder, notice, binaries }).toEqual({ dataFolder: folder, notice: null, binaries: '' });
    const name = spawnSync('id', ['-nu', String(owner)], { encoding: 'utf8' }).stdout.trim();
    expect(name).toBe('plumbline-postgres');
  });

  it('in a checkout under a closed folder keeps data and a copy of the binaries in /var/lib/plumbline, and says so in one line', async () => {
    chmodSync(checkout, 0o700);
    const wanted = join(checkout, '.plumbline');
    const first = await live(wanted);
    leftovers.push(first.dataFolder ?? '');
    expect(first.dataFolder).toMatch(/^\/var\/lib\/plumbline\/[0-9a-f]{16}$/);
    expect(first.notice).toMatch(/^[^\n]*\/var\/lib\/plumbline\/[^\n]*$/);
    expect(first.binaries).toMatch(/^binaries-\d/);
    expect(first.owner).not.toBe(0);
    expect(statSync(checkout).mode & 0o777).toBe(0o700);
    expect((await live(wanted)).dataFolder).toBe(first.dataFolder);
  });

  it('leaves a closed folder that is not ours as closed as it is', async () => {
    const home = join(parent, 'home');
    mkdirSync(join(home, 'letters'), { recursive: true });
    chmodSync(home, 0o700);
    const { dataFolder } = await live(home);
    leftovers.push(dataFolder ?? '');
    expect(dataFolder).toMatch(/^\/var\/lib\/plumbline\//);
    expect(statSync(home).mode & 0o777).toBe(0o700);
  });

  it('goes on with the data of an ordinary user as that user', async () => {
    const folder = ownedByOrdinary('handed-over');
    await live(folder, { as: ORDINARY });
    expect((await live(folder)).owner).toBe(ORDINARY.uid);
  });
});

describe.skipIf(!isRoot)('as an ordinary user', () => {
  it('runs the database as that user', async () => {
    const folder = join(ownedByOrdinary('ordinary'), 'data');
    const { dataFolder, notice, owner } = await live(folder, { as: ORDINARY });
    expect({ dataFolder, notice, owner }).toEqual({ dataFolder: folder, notice: null, owner: ORDINARY.uid });
    expect(statSync(folder).mode & 0o777).toBe(0o700);
  });

  it('says in one line that a folder belongs to somebody else', async () => {
    const folder = join(parent, 'roots');
    await live(folder);
    expect(await live(folder, { as: ORDINARY })).toMatchObject({
      code: 'not-writable',
      message: expect.stringMatching(/^[^\n]*roots[^\n]*$/),
    });
    mkdirSync(join(parent, 'closed'), { mode: 0o755 });
    expect(await live(join(parent, 'closed', 'data'), { as: ORDINARY })).toMatchObject({ code: 'not-writable' });
  });
});

describe.skipIf(!canMount())('on a disk', () => {
  const disk = () => join(parent, 'disk');
  const mount = (options: string) => {
    mkdirSync(disk(), { recursive: true });
    expect(spawnSync('mount', ['-t', 'tmpfs', '-o', `mode=755,${options}`, 'tmpfs', disk()]).status).toBe(0);
  };
  afterEach(() => {
    spawnSync('umount', ['-l', disk()]);
  });

  it('that is read-only says so in one line', async () => {
    mount('ro');
    const said = await live(join(disk(), 'deep', 'data'));
    expect(said).toMatchObject({ code: 'not-writable', message: expect.stringMatching(/^[^\n]*read-only[^\n]*$/) });
  });

  it('that has become read-only says so too', async () => {
    mount('size=200m');
    await live(join(disk(), 'data'));
    spawnSync('mount', ['-o', 'remount,ro', disk()]);
    expect(await live(join(disk(), 'data'))).toMatchObject({ code: 'not-writable' });
  });

  it('that is too small for a database says so in one line and leaves nothing half made', async () => {
    mount('size=20m');
    const folder = join(disk(), 'data');
    const said = await live(folder);
    expect(said).toMatchObject({ code: 'disk-full', message: expect.stringMatching(/^[^\n]*full[^\n]*$/) });
    expect(existsSync(join(folder, 'postgres'))).toBe(false);
  });

  it('that has become full says so, and starts by itself once there is room', async () => {
    mount('size=200m');
    const folder = join(disk(), 'data');
    await live(folder);
    spawnSync('dd', ['if=/dev/zero', `of=${join(disk(), 'filler')}`, 'bs=64k']);
    expect(await live(folder)).toMatchObject({ code: 'disk-full' });
    rmSync(join(disk(), 'filler'));
    expect((await live(folder)).code).toBeUndefined();
  });
});

function ownedByOrdinary(name: string): string {
  const folder = join(parent, name);
  mkdirSync(folder);
  chownSync(folder, ORDINARY.uid, ORDINARY.gid);
  return folder;
}

function canMount(): boolean {
  if (!isRoot) return false;
  const folder = openFolder();
  const isMounted = spawnSync('mount', ['-t', 'tmpfs', 'tmpfs', folder]).status === 0;
  if (isMounted) spawnSync('umount', [folder]);
  rmSync(folder, { recursive: true, force: true });
  return isMounted;
}
