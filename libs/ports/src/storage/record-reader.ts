import type { Analytics, AnalyticsQuery, CuratedRecord, RecordsQuery, RecordVersion } from '@twl/contracts';

/** Number of shown records of a stream. */
export interface StreamTally {
  source: string;
  stream: string;
  records: number;
}

/** One page of a list of records. */
export interface RecordListPage {
  items: CuratedRecord[];
  next: string | null;
  /** Number of records that were scanned for the page. */
  scanned: number;
}

/** Filter of an export. */
export interface ExportFilter extends Pick<RecordsQuery, 'deleted'> {
  source?: string | undefined;
  stream?: string | undefined;
}

/** How long after its first page a walk of a list can continue in any case, ms. */
export const walkMs = 3_600_000;

/** The read side of the record store. Lists, exports, sums and tallies include deleted records only on request. */
export abstract class RecordReader {
  /** Returns a record, also a deleted one, which has `deletedAt`. */
  abstract get(id: string): Promise<CuratedRecord | undefined>;
  /**
   * Returns one page of a list; `after` is a position that this store returned. A walk from the first page on shows every record that matched
   * when the walk began exactly once, as it was then, in spite of later writes, deletions and replays. A page may be short or empty, at the end
   * or if the budget for reading ran out; `scanned` is the number of records read for it.
   * @throws BadCursorError, and WalkExpiredError if the list has changed and the first page is older than `walkMs`
   */
  abstract list(query: Omit<RecordsQuery, 'cursor'> & { after?: string }): Promise<RecordListPage>;
  /** Lists versions, newest first; empty if there is no record. */
  abstract versions(id: string): Promise<RecordVersion[]>;
  abstract analytics(query: AnalyticsQuery, now: string): Promise<Analytics>;
  abstract tally(): Promise<StreamTally[]>;
  /** Exports every record in order of ids, by code units. */
  abstract export(filter: ExportFilter): AsyncIterable<CuratedRecord>;
}
