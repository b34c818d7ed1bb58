import { DatabaseSync } from 'node:sqlite';
import { testFolder } from '../testing/test-folder';
import { Database } from './database';

type Folder = Awaited<ReturnType<typeof testFolder>>;

let folder: Folder;

beforeEach(async () => {
  folder = await testFolder();
});

afterEach(() => folder.remove());

const open = () => Database.open(`${folder.path}/twl.db`);

/** A file as releases with small pages made it. */
const fileOfSmallPages = () => {
  const db = new DatabaseSync(`${folder.path}/twl.db`);
  db.exec('PRAGMA page_size = 4096; PRAGMA journal_mode = WAL; CREATE TABLE before (n INTEGER); INSERT INTO before VALUES (7)');
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

  it('keeps the small pages and the content it has, with a WAL of as many bytes', async () => {
    fileOfSmallPages();
    const db = await open();
    expect(sizes(db)).toEqual({ pageSize: 4096, walBytes: 48 * 2 ** 20 });
    expect(db.all('SELECT n FROM before').map((row) => ({ ...(row as object) }))).toEqual([{ n: 7 }]);
    db.close();
  });
});
