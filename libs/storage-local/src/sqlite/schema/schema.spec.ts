import { DatabaseSync } from 'node:sqlite';
import { testFolder } from '../../testing/test-folder';
import { currentFormat, prepareSchema } from './schema';

describe('the upgrade of a database', () => {
  let folder: Awaited<ReturnType<typeof testFolder>>;
  let db: DatabaseSync;
  let path: string;

  const reopen = (): void => {
    if (db?.isOpen) db.close();
    db = new DatabaseSync(path);
  };

  beforeEach(async () => {
    folder = await testFolder();
    path = `${folder.path}/twl.db`;
    reopen();
    prepareSchema(db, path, []);
    db.exec('UPDATE meta SET revision = 41');
  });
  afterEach(async () => {
    db.close();
    await folder.remove();
  });

  const addColumn = 'ALTER TABLE meta ADD COLUMN extra INTEGER NOT NULL DEFAULT 5';
  const countUp = 'UPDATE meta SET revision = revision + 1';
  const meta = () => ({ ...db.prepare('SELECT * FROM meta').get() });
  const format = () => db.prepare('PRAGMA user_version').get()?.['user_version'];

  it('happens when it is opened, step by step and once', () => {
    prepareSchema(db, path, [addColumn]);
    expect([format(), meta()]).toEqual([10, { revision: 41, checks: 0, extra: 5 }]);
    reopen();
    prepareSchema(db, path, [addColumn, countUp]);
    prepareSchema(db, path, [addColumn, countUp]);
    expect([format(), meta()]).toEqual([11, { revision: 42, checks: 0, extra: 5 }]);
  });

  it('brings a new database to the same format', () => {
    db.close();
    path += '.new';
    reopen();
    prepareSchema(db, path, [addColumn, countUp]);
    expect([format(), meta()]).toEqual([11, { revision: 1, checks: 0, extra: 5 }]);
  });

  it('changes nothing when a step fails', () => {
    expect(() => prepareSchema(db, path, [countUp, 'UPDATE nowhere SET a = 1'])).toThrow('no such table');
    reopen();
    expect([format(), meta()]).toEqual([9, { revision: 41, checks: 0 }]);
  });

  it('brings tables of format 9 to what this version needs', () => {
    prepareSchema(db, path);
    expect(format()).toBe(currentFormat);
    for (const table of ['credentials', 'pauses', 'alerts'])
      expect(db.prepare(`SELECT count(*) AS n FROM ${table}`).get()).toMatchObject({ n: 0 });
    expect(db.prepare('SELECT cancellation FROM runs').all()).toEqual([]);
  });

  it('is not undone by a version without the step', () => {
    prepareSchema(db, path, [addColumn]);
    expect(() => prepareSchema(db, path, [])).toThrow('a newer version of the product made it (its format is 10, that of this version 9)');
  });
});
