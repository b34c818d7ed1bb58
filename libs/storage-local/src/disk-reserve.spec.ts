import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DiskReserve } from './disk-reserve';
import { StorageError } from './errors';

describe('the reserve on the disk', () => {
  let folder: string;
  let reserve: DiskReserve;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'twl-reserve-'));
    reserve = new DiskReserve(folder);
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const isThere = () => existsSync(join(folder, 'reserve'));

  /** Fails while the reserve takes up the room. */
  const open = async (): Promise<string> => {
    if (isThere()) throw new StorageError('STORAGE_FULL', 'database');
    return 'open';
  };

  it('is deleted to open a database on a full disk, and written again later', async () => {
    reserve.create();
    expect(statSync(join(folder, 'reserve')).size).toBe(1024 * 1024);
    expect(await reserve.withRoom(open)).toBe('open');
    expect(isThere()).toBe(false);
    reserve.create();
    expect(isThere()).toBe(true);
  });

  it('is kept when the error is another one', async () => {
    reserve.create();
    const damaged = () => Promise.reject(new StorageError('STORAGE_CORRUPT', 'database'));
    await expect(reserve.withRoom(damaged)).rejects.toThrow('damaged');
    expect(isThere()).toBe(true);
  });

  it('passes the error on when there is no reserve to delete', async () => {
    const full = () => Promise.reject(new StorageError('STORAGE_FULL', 'database'));
    await expect(reserve.withRoom(full)).rejects.toThrow('the disk is full');
  });

  it('is optional where the disk has no room for it', () => {
    rmSync(folder, { recursive: true });
    expect(() => reserve.create()).not.toThrow();
  });
});
