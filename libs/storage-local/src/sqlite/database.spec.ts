import { DatabaseSync } from 'node:sqlite';
import { testFolder } from '../testing/test-folder';
import { Database } from './database';
import { prepareSchema } from './schema/schema';

type Folder = Awaited<ReturnType<typeof testFolder>>;

let folder: Folder;

beforeEach(async () => {
  folder = await testFolder();
});

afterEach(() => folder.remove());

const open = () => Database.open(`${folder.path}/twl.db`);

/** Creates a file with small pages, as earlier releases did. */
const fileOfSmallPages = () => {
  const db = new DatabaseSync(`${folder.path}/twl.db`);
  db.exec('PRAGMA page_size = 4096; PRAGMA journal_mode = WAL');
  prepareSchema(db, 'twl.db');
  db.exec('CREATE TABLE before (n INTEGER); INSERT INTO before VALUES (7)');
  db.close();
};

const sizes = (db: Database) => {
  const pageSize = db.get<{ page_size: number }>('PRAGMA page_size')!.page_size;
  const pages = db.get<{ wal_autocheckpoint: number }>('PRAGMA wal_autocheckpoint')!.wal_autocheckpoint;
  return { pageSize, walBytes: pageSize * pages };
};

describe('a database file', () => {
  it('has large pages when it is new, and a commit is on the disk before it is acknowledged', async () => {
    const db = await open();
    expect(sizes(db)).toEqual({ pageSize: 16384, walBytes: 48 * 2 ** 20 });
    expect(db.get('PRAGMA synchronous')).toMatchObject({ synchronous: 2 });
    expect(db.get('PRAGMA journal_mode')).toMatchObject({ journal_mode: 'wal' });
    db.close();
  });

  it('keeps its small pages and its content, with a WAL of as many bytes', async () => {
    fileOfSmallPages();
    const db = await open();
    expect(sizes(db)).toEqual({ pageSize: 4096, walBytes: 48 * 2 ** 20 });
    expect(db.all('SELECT n FROM before').map((row) => ({ ...(row as object) }))).toEqual([{ n: 7 }]);
    db.close();
  });
});

describe('writes that share a commit', () => {
  let db: Database;
  let other: DatabaseSync;

  beforeEach(async () => {
    db = await open();
    db.run('CREATE TABLE notes (n INTEGER NOT NULL)');
    other = new DatabaseSync(`${folder.path}/twl.db`);
  });
  afterEach(() => {
    other.close();
    db.close();
  });

  const note = (n: number | null) => db.writeGrouped(() => db.run('INSERT INTO notes VALUES (?)', n));
  const count = 'SELECT count(*) AS n FROM notes';
  const here = () => db.readUncommitted(() => db.get<{ n: number }>(count)!.n);
  const onDisk = () => other.prepare(count).get()!['n'];

  it('are seen at once by later writes, and by other processes once they are on the disk', () => {
    note(1);
    note(2);
    expect([here(), onDisk()]).toEqual([2, 0]);
    db.flush();
    expect(onDisk()).toBe(2);
  });

  it.each([
    ['an ordinary write', () => db.write(() => undefined)],
    ['an ordinary read', () => db.read(() => undefined)],
    ['a single statement', () => db.get('SELECT 1')],
    ['the end', () => db.close()],
  ])('are on the disk with %s', (_, then) => {
    note(1);
    then();
    expect(onDisk()).toBe(1);
  });

  it('are on the disk a moment later by themselves', async () => {
    note(1);
    await new Promise((resolve) => setTimeout(resolve, 1000));
    expect(onDisk()).toBe(1);
  });

  it('fail one by one', () => {
    note(1);
    expect(() => note(null)).toThrow('NOT NULL');
    note(3);
    db.flush();
    expect(other.prepare('SELECT n FROM notes').all()).toMatchObject([{ n: 1 }, { n: 3 }]);
  });

  it('sync unsynced writes with them', () => {
    note(1);
    db.writeUnsynced(() => db.run('INSERT INTO notes VALUES (2)'));
    expect(onDisk()).toBe(0);
    db.flush();
    expect(onDisk()).toBe(2);
  });

  it('are rolled back together when the commit fails', () => {
    note(1);
    const onFullDisk = () => {
      // What SQLite does by itself in that case.
      db.run('ROLLBACK');
      throw new Error('full');
    };
    expect(() => db.writeGrouped(onFullDisk)).toThrow('full');
    note(3);
    db.flush();
    expect(other.prepare('SELECT n FROM notes').all()).toMatchObject([{ n: 3 }]);
  });
});
