import { readJson, toOrderText, writeJson } from '@twl/ports';
import type { Failure } from '@twl/contracts';
import type { Database } from './database';

/** A failure as a row; the status stands in its own column. */
export interface FailureRow {
  at: number;
  id: string;
  status: Failure['status'];
  body: string;
}

/** The failure that a row holds. */
export const failureOf = ({ body, status }: FailureRow): Failure => ({ ...readJson<Failure>(body), status });

const put = `
  INSERT INTO failures (generation, id, source, stream, run, page, kind, status, reason, at, body)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (generation, id) DO UPDATE SET source = excluded.source, stream = excluded.stream, run = excluded.run,
    page = excluded.page, kind = excluded.kind, status = excluded.status, reason = excluded.reason, at = excluded.at, body = excluded.body`;

/** Enters a failure, or the newest word on one that is known; 0 is the generation that is shown. */
export const putFailure = (db: Database, generation: number, failure: Failure): void => {
  const { kind, status, reason, page, at } = failure;
  const names = [failure.id, failure.source, failure.stream, failure.run].map(toOrderText);
  db.run(put, generation, ...names, page, kind, status, reason, Date.parse(at), writeJson(failure));
};

/** The row of a failure of the generation that is shown. */
export const findFailure = (db: Database, id: string): FailureRow | undefined =>
  db.get<FailureRow>('SELECT at, id, status, body FROM failures WHERE generation = 0 AND id = ?', toOrderText(id));
