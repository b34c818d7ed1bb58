import { noCounts } from '@twl/contracts';
import { walkMs, type ContractStore, type Generation, type RecordStore } from '@twl/ports';
import { isOwnerDead, processOwner } from '../process/process-owner';
import type { Database } from './database';
import { exportRecords } from './export-records';
import { nextRevision } from './record-writer';
import { Streams, type StreamRow } from './streams';

/** Rows that one write removes of a generation, so that other writers get their turn. */
const batch = 2000;

/** Begins an empty generation of a stream. */
export const openGeneration = async (
  db: Database,
  name: Pick<StreamRow, 'source' | 'stream'>,
  { storeOf, now }: { storeOf: (generation: number) => RecordStore & ContractStore; now: () => number },
): Promise<Generation> => {
  const streams = new Streams(db);
  const id = await db.change(() => streams.addGeneration(streams.findOrCreate(name.source, name.stream).id, 'building', processOwner()));
  const store = storeOf(id);
  return {
    ...{ store, contracts: store },
    export: () => exportRecords(db, [{ ...name, generation: id }], 'include'),
    promote: async () => {
      await db.change(() => promoteGeneration(db, streams.findOrCreate(name.source, name.stream), { id, now: now() }));
      await dropOldGenerations(db, { now: now() });
    },
    discard: async () => {
      await db.change(() => db.run("UPDATE generations SET state = 'dropped' WHERE id = ? AND state = 'building'", id));
      await dropOldGenerations(db, { now: now() });
    },
  };
};

/** Removes generations that were given up, or replaced so long before `now` that no walk may need them. */
interface Removal {
  now: number;
  /** The most rows to remove. */
  limit?: number;
  isStopped?: () => boolean;
}

/**
 * Gives up generations whose building process is dead, and removes generations that are no longer needed. Returns how many rows were
 * removed.
 */
export const dropOldGenerations = async (db: Database, { now, limit = Infinity, isStopped = () => false }: Removal): Promise<number> => {
  for (const { id, owner } of db.all<{ id: number; owner: string }>("SELECT id, owner FROM generations WHERE state = 'building'")) {
    if (isOwnerDead(owner)) await db.change(() => db.run("UPDATE generations SET state = 'dropped' WHERE id = ?", id));
  }
  await db.change(() => db.run("UPDATE generations SET replaced = NULL WHERE state = 'dropped' AND replaced <= ?", now - walkMs));
  let removed = 0;
  for (const { id } of db.all<{ id: number }>("SELECT id FROM generations WHERE state = 'dropped' AND replaced IS NULL")) {
    for (let some = -1; some !== 0 && removed < limit && !isStopped(); removed += Math.max(0, some)) {
      some = await db.change(() => removeRows(db, id));
      await new Promise(setImmediate);
    }
  }
  return removed;
};

/** Removes some records of a generation; removes the rest of the generation with the last of them. Returns how many. */
const removeRows = (db: Database, id: number): number => {
  const some = 'SELECT rid FROM records WHERE generation = ? LIMIT ?';
  db.run(`DELETE FROM versions WHERE rid IN (${some})`, id, batch);
  const removed = db.run(`DELETE FROM records WHERE rid IN (${some})`, id, batch);
  const past = db.run('DELETE FROM past WHERE rid IN (SELECT rid FROM past WHERE generation = ? LIMIT ?)', id, batch);
  if (removed + past > 0) return removed + past;
  for (const table of ['counters', 'generation_pages', 'failures', 'contract_updates'])
    db.run(`DELETE FROM ${table} WHERE generation = ?`, id);
  db.run('DELETE FROM generations WHERE id = ?', id);
  return 0;
};

/** Shows a generation in place of the current one; the port says what happens to pages and failures. */
const promoteGeneration = (db: Database, stream: StreamRow, { id, now }: { id: number; now: number }): void => {
  const revision = nextRevision(db);
  const change = "UPDATE generations SET state = 'shown', owner = NULL, since = ? WHERE id = ? AND state = 'building'";
  if (db.run(change, revision, id) === 0) return;
  db.run("UPDATE generations SET state = 'dropped', until = ?, replaced = ? WHERE id = ?", revision, now, stream.generation);
  db.run('UPDATE streams SET generation = ? WHERE id = ?', id, stream.id);
  promoteFailures(db, id, stream);
  promotePages(db, id, stream);
};

/**
 * Resolves failures of pages that the generation has applied. For every failure that was not discarded, the generation has the latest
 * state.
 */
const promoteFailures = (db: Database, id: number, stream: StreamRow): void => {
  const ofStream = '(source, stream) = (SELECT source, stream FROM streams WHERE id = ?)';
  const applied = "SELECT run_id, page_index FROM generation_pages WHERE generation = ? AND status = 'applied'";
  const parked = "SELECT run_id, page_index FROM pages WHERE stream_id = ? AND status = 'parked'";
  const isSettled = `(run_id, page_index) IN (${applied}) OR (kind <> 'record' AND (run_id, page_index) IN (${parked}))`;
  const own = 'SELECT id FROM failures WHERE generation = ?';
  const isUnapplied = `(status = 'open' OR (status = 'superseded' AND id NOT IN (${own})))`;
  const resolve = `UPDATE failures SET status = 'resolved' WHERE generation = 0 AND ${isUnapplied} AND ${ofStream} AND (${isSettled})`;
  db.run(resolve, id, stream.id, id, stream.id);
  const known = 'SELECT k.seen FROM failures k WHERE k.generation = 0 AND k.id = failures.id';
  db.run(`UPDATE failures SET seen = (${known}) WHERE generation = ?`, id);
  db.run(`DELETE FROM failures WHERE generation = 0 AND status NOT IN ('discarded', 'superseded') AND id IN (${own})`, id);
  db.run('UPDATE OR IGNORE failures SET generation = 0 WHERE generation = ?', id);
  db.run('DELETE FROM failures WHERE generation = ?', id);
};

/** Sets pages to what the generation applied. Pages that it has not applied are open, except discarded ones. */
const promotePages = (db: Database, id: number, stream: StreamRow): void => {
  const reopen = "UPDATE pages SET status = 'open', reason = NULL, next = 0, counts = ? WHERE stream_id = ? AND status <> 'discarded'";
  db.run(reopen, JSON.stringify(noCounts()), stream.id);
  const own = 'g.generation = ? AND g.run_id = pages.run_id AND g.page_index = pages.page_index AND pages.stream_id = ?';
  const take = `UPDATE pages SET status = g.status, next = g.next, counts = g.counts FROM generation_pages g WHERE ${own}`;
  db.run(take, id, stream.id);
  db.run('DELETE FROM generation_pages WHERE generation = ?', id);
};
