import { readJson } from '@twl/json';
import { type Expiry, fromOrderText, toOrderText, requireLast, type Version } from '@twl/ports';
import type { Database } from './database';
import { readContent, readRecord, selectWhole, type RecordRow } from './rows/record-rows';

type ExpiringRow = RecordRow & { old: number | null };

/** Removes expired versions of a generation, record by record. Call it in a write; see the port. */
export const expireVersions = (db: Database, generation: number, expiry: Expiry): { removed: number; next: string | null } => {
  const { before, after = '', limit } = expiry;
  const oldest = '(SELECT min(v.version) FROM versions v WHERE v.rid = r.rid) AS old';
  const rows = db.all<ExpiringRow>(
    `${selectWhole}, ${oldest} FROM records r JOIN raws w ON w.id = r.raw WHERE r.generation = ? AND r.key > ? ORDER BY r.key LIMIT ?`,
    generation,
    toOrderText(after),
    limit + 1,
  );
  const scanned = rows.slice(0, limit);
  let removed = 0;
  for (const row of scanned) if (row.old !== null) removed += expireRecord(db, row, { ...expiry, before: Date.parse(before) });
  return { removed, next: rows.length > limit ? fromOrderText(requireLast(scanned).key) : null };
};

const expireRecord = (db: Database, row: RecordRow, at: { source: string; stream: string; before: number }): number => {
  const select = 'SELECT version, content FROM versions WHERE rid = ? ORDER BY version';
  const earlier = db.all<{ version: number; content: string }>(select, row.rid);
  const begins = [...earlier.slice(1).map(({ content }) => readJson<Version>(content).at), readContent(row, readRecord(row, at)).at];
  const stays = begins.findIndex((begin) => Date.parse(begin) >= at.before);
  const last = (stays < 0 ? earlier.at(-1) : earlier[stays - 1])?.version ?? 0;
  return db.run('DELETE FROM versions WHERE rid = ? AND version <= ?', row.rid, last);
};
