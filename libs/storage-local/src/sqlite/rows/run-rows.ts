import type { Counts, RunCancellation, RunDeletions } from '@twl/contracts';
import { readJson } from '@twl/json';
import { fromOrderText, type RunEnd, type StoredRun } from '@twl/ports';

/** A run as a row, joined with the names of its stream. */
export interface RunRow {
  n: number;
  id: string;
  source: string;
  stream: string;
  seq: number;
  trigger: StoredRun['trigger'];
  phase: StoredRun['phase'];
  state: StoredRun['state'];
  reason: string | null;
  started_at: string;
  finished_at: string | null;
  pages: number;
  bytes: number;
  counts: string;
  ending: string | null;
  deletions: string | null;
  cancellation: string | null;
}

/** Selects {@link RunRow}s. */
export const selectRuns = 'SELECT r.*, s.source, s.stream FROM runs r JOIN streams s ON s.id = r.stream_id';

/** Reads the run of a row. */
export const readRun = (row: RunRow): StoredRun => ({
  id: fromOrderText(row.id),
  source: fromOrderText(row.source),
  stream: fromOrderText(row.stream),
  seq: row.seq,
  trigger: row.trigger,
  state: row.state,
  ...(row.reason === null ? {} : { reason: readJson<string>(row.reason) }),
  startedAt: row.started_at,
  finishedAt: row.finished_at,
  pages: row.pages,
  bytes: row.bytes,
  counts: JSON.parse(row.counts) as Counts,
  ...(row.cancellation === null ? {} : { cancellation: readJson<RunCancellation>(row.cancellation) }),
  ...(row.deletions === null ? {} : { deletions: readJson<RunDeletions>(row.deletions) }),
  phase: row.phase,
  ...(row.ending === null ? {} : { end: readJson<RunEnd>(row.ending) }),
});
