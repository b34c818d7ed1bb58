import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { payloadOf } from '@twl/ports';
import { makePageMeta, makeRawKey, ManualClock } from '@twl/ports/testing';
import { StorageError } from './index';
import { openLocalEngine } from './open-local-engine';
import { RawFiles } from './raw/raw-files';
import { currentFormat } from './sqlite/schema/schema';
import { testFolder } from './testing/test-folder';

describe('a data folder of another version of the product', () => {
  let folder: Awaited<ReturnType<typeof testFolder>>;
  let dataDir: string;
  let database: string;

  beforeEach(async () => {
    folder = await testFolder();
    dataDir = join(folder.path, 'data');
    database = join(dataDir, 'twl.db');
  });
  afterEach(() => folder.remove());

  const open = () => openLocalEngine({ dataDir, clock: new ManualClock() });

  const change = (sql: string): void => {
    const db = new DatabaseSync(database);
    db.exec(sql);
    db.close();
  };

  const refusal = async (): Promise<string> => {
    const error: unknown = await open().then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(StorageError);
    expect(error).toMatchObject({ code: 'STORAGE_VERSION', retryable: false, infrastructure: true });
    return (error as StorageError).message;
  };

  const older = 'keep the data folder with the version that made it, and start this one with another DATA_DIR, or move the folder away';

  it('is refused when it is newer, with what to do', async () => {
    await (await open()).close();
    change('PRAGMA user_version = 999');
    expect(await refusal()).toBe(
      `database ${database}: a newer version of the product made it (its format is 999, that of this version ${currentFormat}): upgrade the product`,
    );
  });

  it.each([1, 8])('is refused when it is of format %d, stays unchanged, and says what to do', async (format) => {
    await mkdir(dataDir);
    change(`CREATE TABLE runs (n INTEGER); PRAGMA user_version = ${format}`);
    expect(await refusal()).toBe(
      `database ${database}: an older version of the product made it (its format is ${format}, that of this version ${currentFormat}): ${older}`,
    );
    const db = new DatabaseSync(database);
    expect(db.prepare('SELECT name FROM sqlite_schema').all()).toMatchObject([{ name: 'runs' }]);
    expect(db.prepare('PRAGMA user_version').get()).toMatchObject({ user_version: format });
    db.close();
  });

  it('is refused when it has tables without a format', async () => {
    await mkdir(dataDir);
    change('CREATE TABLE runs (n INTEGER)');
    expect(await refusal()).toContain(`an older version of the product made it (its format is 0, that of this version ${currentFormat})`);
  });

  it('is created when the database is an empty file', async () => {
    await mkdir(dataDir);
    await writeFile(database, '');
    await (await open()).close();
    const db = new DatabaseSync(database);
    expect(db.prepare('PRAGMA user_version').get()).toMatchObject({ user_version: currentFormat });
    db.close();
  });

  describe('without a database', () => {
    /** Stores a raw page and returns the path of its metadata. */
    const storePage = async (): Promise<string> => {
      const raw = new RawFiles(dataDir);
      await raw.open();
      await raw.put(makeRawKey(), makePageMeta(), payloadOf('[]'));
      return `${join(dataDir, makeRawKey())}.meta.json`;
    };

    it.each([
      ['an older', { v: 1 }, 1, older],
      ['an older', {}, 0, older],
      ['a newer', { v: 3 }, 3, 'upgrade the product'],
    ])('is refused when %s version stored its pages: %j', async (version, meta, found, todo) => {
      const path = await storePage();
      await writeFile(path, JSON.stringify(meta));
      expect(await refusal()).toBe(
        `raw page ${path}: ${version} version of the product made it (its format is ${found}, that of this version 2): ${todo}`,
      );
      expect(await readdir(dataDir)).toEqual(['raw']);
    });

    it('names a page whose metadata is damaged', async () => {
      const path = await storePage();
      await writeFile(path, '{');
      await expect(open()).rejects.toMatchObject({ code: 'STORAGE_CORRUPT', message: expect.stringContaining(path) as string });
    });

    it('is opened when this version stored its pages, so that they can be replayed', async () => {
      await storePage();
      const engine = await open();
      expect(await engine.raw.get(makeRawKey())).toMatchObject({ meta: { v: 2 } });
      await engine.close();
    });
  });
});
