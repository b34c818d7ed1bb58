import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { ManualClock } from '@twl/ports/testing';
import { translateError } from './errors';
import { StorageError } from './index';
import { openLocalEngine } from './open-local-engine';
import { testFolder } from './testing/test-folder';

describe('a data folder that cannot be used', () => {
  let folder: Awaited<ReturnType<typeof testFolder>>;
  let dataDir: string;

  beforeEach(async () => {
    folder = await testFolder();
    dataDir = join(folder.path, 'data');
  });
  afterEach(() => folder.remove());

  const open = () => openLocalEngine({ dataDir, clock: new ManualClock() });
  const refusal = async () => {
    const error: unknown = await open().then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(StorageError);
    const { code, message, retryable } = error as StorageError;
    expect(message).toContain(dataDir);
    return { code, retryable };
  };

  it('is a file', async () => {
    await writeFile(dataDir, '');
    expect(await refusal()).toEqual({ code: 'STORAGE_MISSING', retryable: true });
  });

  it('lies below a file', async () => {
    await writeFile(dataDir, '');
    dataDir = join(dataDir, 'below');
    expect(await refusal()).toEqual({ code: 'STORAGE_MISSING', retryable: true });
  });

  it('has a database that is none', async () => {
    await mkdir(dataDir);
    await writeFile(join(dataDir, 'twl.db'), 'this is not a database, and long enough to be looked at as one'.repeat(100));
    expect(await refusal()).toEqual({ code: 'STORAGE_CORRUPT', retryable: false });
  });

  it('has a folder where the database should be', async () => {
    await mkdir(join(dataDir, 'twl.db'), { recursive: true });
    expect(await refusal()).toEqual({ code: 'STORAGE_MISSING', retryable: true });
  });

  it('is noticed by a check when it goes away', async () => {
    const engine = await open();
    await expect(engine.check()).resolves.toBeUndefined();
    await rm(dataDir, { recursive: true });
    await expect(engine.check()).rejects.toThrow(StorageError);
    await engine.close();
  });
});

describe('a database that cannot be written', () => {
  const failureOf = (action: () => void): unknown => {
    try {
      action();
    } catch (error) {
      return translateError(error, 'database');
    }
    return undefined;
  };

  it('is full', () => {
    const db = new DatabaseSync(':memory:');
    db.exec('CREATE TABLE t (a); PRAGMA max_page_count = 3');
    expect(failureOf(() => db.exec(`INSERT INTO t VALUES (zeroblob(100000))`))).toMatchObject({ code: 'STORAGE_FULL', retryable: true });
  });

  it('is locked by another process for too long', async () => {
    const folder = await testFolder();
    const [one, other] = [new DatabaseSync(join(folder.path, 'x')), new DatabaseSync(join(folder.path, 'x'), { timeout: 10 })];
    one.exec('BEGIN EXCLUSIVE');
    expect(failureOf(() => other.exec('CREATE TABLE t (a)'))).toMatchObject({ code: 'STORAGE_BUSY', retryable: true });
    one.close();
    other.close();
    await folder.remove();
  });

  it('is none of these, and stays unchanged', () => {
    const db = new DatabaseSync(':memory:');
    expect(failureOf(() => db.exec('SELECT * FROM nowhere'))).toMatchObject({ code: 'ERR_SQLITE_ERROR' });
    const error = new Error('something else');
    expect(translateError(error, 'database')).toBe(error);
  });
});
