import type { RawRef } from '@twl/contracts';
import type { RecordWrite } from '@twl/ports';
import { writeJson } from '../text/json-text';
import { toOrderText } from '../text/order-text';
import type { Database } from './database';
import { rowOf, writtenColumns } from './record-rows';

const columns = writtenColumns.join(', ');
const marks = writtenColumns.map(() => '?').join(', ');
const insert = `INSERT INTO records (generation, key, revision, ${columns}) VALUES (?, ?, ?, ${marks}) ON CONFLICT DO NOTHING`;
const update = `UPDATE records SET revision = ?, ${writtenColumns.map((name) => `${name} = ?`).join(', ')} WHERE rid = ?`;
const find = 'SELECT rid FROM records WHERE generation = ? AND key = ? AND revision = ?';
const putVersion = 'INSERT INTO versions VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET content = excluded.content';

/** Writes records of one generation under one new revision; within the write that commits them. */
export class RecordWriter {
  readonly #revision: number;
  #lastRaw?: { key: string; run: string; id: number };

  constructor(
    private readonly db: Database,
    private readonly generation: number,
  ) {
    this.#revision = nextRevision(db);
  }

  /** Writes a record, unless it is not as expected: then false. */
  put(write: RecordWrite): boolean {
    const rid = write.expected === null ? this.#insert(write) : this.#update(write, write.expected);
    if (rid === undefined) return false;
    for (const { version, content } of write.versions) {
      if (content) this.db.run(putVersion, rid, version, writeJson(content));
      else this.db.run('DELETE FROM versions WHERE rid = ? AND version = ?', rid, version);
    }
    return true;
  }

  #insert(write: RecordWrite): number | undefined {
    const key = toOrderText(write.record.key);
    const values = rowOf(write, this.#raw(write.record.rawRef));
    const { changes, lastInsertRowid } = this.db.sql(insert).run(this.generation, key, this.#revision, ...values);
    return changes === 0 ? undefined : Number(lastInsertRowid);
  }

  #update(write: RecordWrite, expected: number): number | undefined {
    const found = this.db.get<{ rid: number }>(find, this.generation, toOrderText(write.record.key), expected);
    if (found) this.db.run(update, this.#revision, ...rowOf(write, this.#raw(write.record.rawRef)), found.rid);
    return found?.rid;
  }

  /** The number of a raw object; the records of a page share it. */
  #raw({ key, run }: RawRef): number {
    if (this.#lastRaw?.key !== key || this.#lastRaw.run !== run) this.#lastRaw = { key, run, id: this.#internRaw(key, run) };
    return this.#lastRaw.id;
  }

  #internRaw(key: string, run: string): number {
    const names = [toOrderText(key), toOrderText(run)];
    const known = this.db.get<{ id: number }>('SELECT id FROM raws WHERE key = ? AND run = ?', ...names);
    return (known ?? this.db.get<{ id: number }>('INSERT INTO raws (key, run) VALUES (?, ?) RETURNING id', ...names)!).id;
  }
}

/** Counts one more write; within it. */
export const nextRevision = (db: Database): number =>
  db.get<{ revision: number }>('UPDATE meta SET revision = revision + 1 RETURNING revision')!.revision;
