import { subjectOf, toOrderText } from '@twl/ports';
import type { Failure } from '@twl/contracts';
import { readJson, writeJson } from '@twl/json';
import type { Database } from '../database';

/** A failure as a row. The status, and the later runs that refused the same record, have their own columns. */
export interface FailureRow {
  at: number;
  id: string;
  status: Failure['status'];
  seen: string | null;
  body: string;
}

/** The columns of a row. */
export const failureColumns = 'at, id, status, seen, body';

/** Reads the failure of a row. */
export const readFailure = ({ body, status, seen }: FailureRow): Failure => ({
  ...readJson<Failure>(body),
  status,
  ...(seen !== null && { seen: JSON.parse(seen) as Failure['seen'] }),
});

const put = `
  INSERT INTO failures (generation, id, source, stream, run_id, page_index, kind, status, reason, at, body, run_seq, subject, seen)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (generation, id) DO UPDATE SET source = excluded.source, stream = excluded.stream, run_id = excluded.run_id,
    page_index = excluded.page_index, kind = excluded.kind, status = excluded.status, reason = excluded.reason, at = excluded.at, body = excluded.body,
    run_seq = excluded.run_seq, subject = excluded.subject, seen = excluded.seen`;

/** Stores a failure, or the new state of a known one. Generation 0 is the one that is shown. */
export const putFailure = (db: Database, generation: number, failure: Failure): void => {
  const { kind, status, reason, pageIndex, at, runSeq, seen } = failure;
  const names = [failure.id, failure.source, failure.stream, failure.runId].map(toOrderText);
  const [subject, runs] = [toOrderText(subjectOf(failure)), seen ? JSON.stringify(seen) : null];
  db.run(put, generation, ...names, pageIndex, kind, status, reason, Date.parse(at), writeJson(failure), runSeq, subject, runs);
};

/** Reads the row of a failure of the generation that is shown. */
export const findFailure = (db: Database, id: string): FailureRow | undefined =>
  db.get<FailureRow>(`SELECT ${failureColumns} FROM failures WHERE generation = 0 AND id = ?`, toOrderText(id));
