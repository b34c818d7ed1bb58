import type { SQLInputValue } from 'node:sqlite';
import type { RawRef } from '@twl/contracts';
import { writeJson } from '@twl/json';
import { type RecordWrite, toOrderText } from '@twl/ports';
import { logChanges } from './change-log';
import type { Database } from './database';
import { removePastRecords, storePastRecord } from './past-records';
import { rowOf, writtenColumns } from './rows/record-rows';

/** Records per insert statement, which share the cost of a statement and of finding the place in an index. */
const rowsPerInsert = 20;

const columns = ['generation', 'key', 'revision', ...writtenColumns];
const marks = `(${columns.map(() => '?').join(', ')})`;
/** FAIL, because the transaction rolls back: a statement that can roll itself back copies each page before it changes it. */
const insertRows = (rows: number): string =>
  `INSERT OR FAIL INTO records (${columns.join(', ')}) VALUES ${Array(rows).fill(marks).join(', ')} ON CONFLICT DO NOTHING`;

const insertOne = insertRows(1);
const insertFull = insertRows(rowsPerInsert);
const expectedRow = 'SELECT rid, occurred FROM records WHERE generation = ? AND key = ? AND revision = ?';
const keepShownSince = 'shown_since = CASE WHEN ? THEN coalesce(shown_since, revision) END';
const updateOf = (names: readonly string[]): string =>
  `UPDATE records SET ${keepShownSince}, ${['revision', ...names].map((name) => `${name} = ?`).join(', ')} WHERE rid = ?`;

const update = updateOf(writtenColumns);
/** SQLite rewrites the index of every column that is set, even to an equal value; few records change when they occurred. */
const updateSameTime = updateOf(writtenColumns.filter((name) => name !== 'occurred'));
const occurredAt = writtenColumns.indexOf('occurred');
const putVersion = 'INSERT INTO versions VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET content = excluded.content';

/** Writes records of one generation under one new revision, within the write that commits them. */
export class RecordWriter {
  readonly #revision: number;
  #lastRaw?: { key: string; runId: string; id: number };

  constructor(
    private readonly db: Database,
    private readonly generation: number,
    /** Now, ms; undefined for a generation that is being built, which no walk sees. */
    private readonly now: number | undefined,
  ) {
    this.#revision = nextRevision(db);
  }

  /** Writes all records and returns the ids of those that were not as expected. If there are any, the caller must roll back. */
  write(writes: RecordWrite[]): string[] {
    const plain = writes.filter(isPlain);
    const refused = this.#insertPlain(plain);
    for (const write of plain.length === writes.length ? [] : writes) {
      if (!isPlain(write) && !this.#writeRecord(write)) refused.push(write.record.id);
    }
    if (this.now !== undefined) {
      removePastRecords(this.db, this.now, 2 * writes.length);
      logChanges(this.db, writes, { revision: this.#revision, generation: this.generation, now: this.now });
    }
    return refused;
  }

  /** In order of keys, which is the order of the index. */
  #insertPlain(writes: RecordWrite[]): string[] {
    const rows = writes.map((write) => ({ key: toOrderText(write.record.key), write }));
    rows.sort((a, b) => (a.key < b.key ? -1 : 1));
    let inserted = 0;
    let at = 0;
    for (; at + rowsPerInsert <= rows.length; at += rowsPerInsert) {
      const values: SQLInputValue[] = [];
      for (const { key, write } of rows.slice(at, at + rowsPerInsert)) this.#appendValues(values, key, write);
      inserted += this.db.run(insertFull, ...values);
    }
    for (const { key, write } of rows.slice(at)) inserted += this.db.run(insertOne, ...this.#appendValues([], key, write));
    return inserted === rows.length ? [] : rows.filter(({ key }) => !this.#isNew(key)).map(({ write }) => write.record.id);
  }

  #isNew(key: string): boolean {
    const found = 'SELECT 1 FROM records WHERE generation = ? AND key = ? AND revision = ?';
    return this.db.get(found, this.generation, key, this.#revision) !== undefined;
  }

  #writeRecord(write: RecordWrite): boolean {
    const rid = write.expected === null ? this.#insert(write) : this.#update(write, write.expected);
    if (rid === undefined) return false;
    for (const { version, content } of write.versions) {
      if (content) this.db.run(putVersion, rid, version, writeJson(content));
      else this.db.run('DELETE FROM versions WHERE rid = ? AND version = ?', rid, version);
    }
    return true;
  }

  #insert(write: RecordWrite): number | undefined {
    const values = this.#appendValues([], toOrderText(write.record.key), write);
    const { changes, lastInsertRowid } = this.db.sql(insertOne).run(...values);
    return changes === 0 ? undefined : Number(lastInsertRowid);
  }

  #update(write: RecordWrite, expected: number): number | undefined {
    const key = toOrderText(write.record.key);
    const found = this.db.get<{ rid: number; occurred: number }>(expectedRow, this.generation, key, expected);
    if (!found) return undefined;
    if (!write.isUnchanged && this.now !== undefined) storePastRecord(this.db, found.rid, { revision: this.#revision, now: this.now });
    const values: SQLInputValue[] = rowOf(write, this.#raw(write.record.rawRef));
    const hasSameTime = values[occurredAt] === found.occurred;
    if (hasSameTime) values.splice(occurredAt, 1);
    this.db.run(hasSameTime ? updateSameTime : update, write.isUnchanged ? 1 : 0, this.#revision, ...values, found.rid);
    return found.rid;
  }

  /** Appends the values of a row to those of the statement. */
  #appendValues(values: SQLInputValue[], key: string, write: RecordWrite): SQLInputValue[] {
    values.push(this.generation, key, this.#revision, ...rowOf(write, this.#raw(write.record.rawRef)));
    return values;
  }

  /** Returns the row id of a raw object, which the records of a page share. */
  #raw({ key, runId }: RawRef): number {
    if (this.#lastRaw?.key !== key || this.#lastRaw.runId !== runId) this.#lastRaw = { key, runId, id: this.#internRaw(key, runId) };
    return this.#lastRaw.id;
  }

  #internRaw(key: string, runId: string): number {
    const names = [toOrderText(key), toOrderText(runId)];
    const known = this.db.get<{ id: number }>('SELECT id FROM raws WHERE key = ? AND run_id = ?', ...names);
    return (known ?? this.db.requireRow<{ id: number }>('INSERT INTO raws (key, run_id) VALUES (?, ?) RETURNING id', ...names)).id;
  }
}

const isPlain = ({ expected, versions }: RecordWrite): boolean => expected === null && versions.length === 0;

/** Counts one more write, within it. */
export const nextRevision = (db: Database): number =>
  db.requireRow<{ revision: number }>('UPDATE meta SET revision = revision + 1 RETURNING revision').revision;
