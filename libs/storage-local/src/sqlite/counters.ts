import type { Counts } from '@twl/contracts';
import type { Database } from './database';

/** Widths of the counted buckets, ms. */
export const widths = { minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const;

const insertCounts = `
  INSERT INTO counters VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT DO UPDATE SET
    fetched = fetched + excluded.fetched, created = created + excluded.created, changed = changed + excluded.changed,
    unchanged = unchanged + excluded.unchanged, stale = stale + excluded.stale, duplicate = duplicate + excluded.duplicate,
    quarantined = quarantined + excluded.quarantined, filtered = filtered + excluded.filtered`;

const updateSums = `
  UPDATE generations SET records = records + ?, created = created + ?, changed = changed + ?,
    quarantined = quarantined + ? WHERE id = ?`;

/** Adds outcomes of fetched records to the counters and sums of a generation. Call it in the write that commits the records. */
export const countOutcomes = (db: Database, generation: number, what: { at: string; counts: Counts; records: number }): void => {
  const { counts, records } = what;
  const { fetched, changed, unchanged, stale, duplicate, quarantined, filtered, new: created } = counts;
  const at = Date.parse(what.at);
  for (const width of Object.values(widths)) {
    const start = Math.floor(at / width) * width;
    db.run(insertCounts, generation, width, start, fetched, created, changed, unchanged, stale, duplicate, quarantined, filtered);
  }
  db.run(updateSums, records, created, changed, quarantined, generation);
};
