import { appendFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Engine } from '@twl/ports';
import { payloadOf } from '@twl/ports';
import { makePageMeta, makeRawKey, ManualClock } from '@twl/ports/testing';
import { openLocalEngine } from '../open-local-engine';
import { testFolder } from '../testing/test-folder';
import { backUpStore } from './back-up';
import { checkBackup, restoreStore } from './restore';

const times = ['2026-01-31T12:00:00.000Z', '2026-02-01T12:00:00.000Z'] as const;

describe('a backup', () => {
  let temp: Awaited<ReturnType<typeof testFolder>>;
  let engine: Engine;
  let folders: { dataDir: string; folder: string; restored: string };

  beforeEach(async () => {
    temp = await testFolder();
    folders = { dataDir: `${temp.path}/data`, folder: `${temp.path}/backup`, restored: `${temp.path}/restored` };
    engine = await openLocalEngine({ dataDir: folders.dataDir, clock: new ManualClock() });
    await put(0);
    await engine.pauses.pause({ source: 'shop', who: 'ada', why: null, at: times[0] });
    await writeFile(join(folders.dataDir, 'secret-token'), 'abc');
  });
  afterEach(async () => {
    await engine.close();
    await temp.remove();
  });

  const put = async (pageIndex: number): Promise<void> => {
    const body = payloadOf(`[${pageIndex}]`);
    const meta = makePageMeta({ pageIndex, sha256: body.sha256, bytes: body.bytes });
    await engine.raw.put(makeRawKey(meta), meta, body);
  };
  const backUp = (at: string = times[0]) => backUpStore({ ...folders, at });
  const restoredPauses = async () => {
    const opened = await openLocalEngine({ dataDir: folders.restored, clock: new ManualClock() });
    const pauses = await opened.pauses.list();
    await opened.close();
    return pauses;
  };

  it('of a store that is open is restored with everything in it', async () => {
    expect(await backUp()).toMatchObject({ raw: { objects: 2 }, copied: { objects: 2 }, counts: { runs: 0, audit: 0 } });
    await engine.pauses.resume('shop');
    expect(await restoreStore(folders.folder, folders.restored)).toMatchObject({ at: times[0] });
    expect(await restoredPauses()).toMatchObject([{ source: 'shop' }]);
    expect((await readdir(folders.restored)).sort()).toEqual(expect.arrayContaining(['raw', 'secret-token', 'twl.db']));
  });

  it('that is renewed copies only what is new, and drops what is gone', async () => {
    await backUp();
    await put(1);
    expect(await backUp(times[1])).toMatchObject({ at: times[1], raw: { objects: 4 }, copied: { objects: 2 } });
    expect((await readdir(folders.folder)).filter((name) => name.startsWith('store-'))).toHaveLength(1);
    await engine.raw.remove(makeRawKey(makePageMeta({ pageIndex: 0 })));
    expect(await backUp('2026-02-02T12:00:00.000Z')).toMatchObject({ raw: { objects: 2 }, copied: { objects: 0 } });
    expect(await checkBackup(folders.folder)).toMatchObject({ raw: { objects: 2 } });
  });

  it.each([
    ['a raw object that was cut', (path: string) => writeFile(path, ''), /has 0 bytes, not \d+/],
    [
      'a raw object that was changed',
      async (path: string) => writeFile(path, Buffer.alloc((await stat(path)).size, 7)),
      /has another content/,
    ],
    ['a raw object that is gone', (path: string) => rm(path), /is missing/],
  ])('with %s is refused, with the place, and nothing is restored', async (_, damage, said) => {
    await backUp();
    const [name] = (await readdir(join(folders.folder, 'raw'), { recursive: true })).filter((one) => one.endsWith('.gz'));
    const path = join(folders.folder, 'raw', name ?? '');
    await damage(path);
    const restoring = restoreStore(folders.folder, folders.restored);
    await expect(restoring).rejects.toThrow(said);
    await expect(restoring).rejects.toThrow(path);
    await expect(readdir(folders.restored)).rejects.toThrow('ENOENT');
  });

  it('with a damaged database, or of no backup at all, is refused', async () => {
    const { database } = await backUp();
    await appendFile(join(folders.folder, database.path), 'x');
    await expect(checkBackup(folders.folder)).rejects.toThrow(`${database.path} has ${database.bytes + 1} bytes`);
    await writeFile(join(folders.folder, 'backup.json'), '{');
    await expect(checkBackup(folders.folder)).rejects.toThrow('backup.json is damaged');
    await expect(checkBackup(`${temp.path}/none`)).rejects.toThrow('is no backup');
  });

  it('is not restored over a store, nor made inside of one, nor of a folder without one', async () => {
    await backUp();
    await expect(restoreStore(folders.folder, folders.dataDir)).rejects.toThrow('holds a store already');
    await expect(backUpStore({ ...folders, folder: `${folders.dataDir}/backup`, at: times[0] })).rejects.toThrow('inside the data folder');
    await expect(backUpStore({ ...folders, dataDir: `${temp.path}/none`, at: times[0] })).rejects.toThrow('holds no store');
  });

  it('that is broken off leaves the one before it valid', async () => {
    await backUp();
    await put(1);
    const stop = () => {
      throw new Error('killed');
    };
    await expect(backUpStore({ ...folders, at: times[1], progress: stop })).rejects.toThrow('killed');
    expect(await checkBackup(folders.folder)).toMatchObject({ at: times[0] });
  });
});
