import type { Analytics, AnalyticsQuery, CuratedRecord, RecordsQuery, RecordVersion } from '@twl/contracts';

/** How many records that are shown a stream has in the curated store. */
export interface StreamTally {
  source: string;
  stream: string;
  records: number;
}

/** One page of a list of records. */
export interface RecordListPage {
  items: CuratedRecord[];
  next: string | null;
  /** How many records were looked at for it. */
  scanned: number;
}

/** What narrows an export. */
export interface ExportFilter extends Pick<RecordsQuery, 'deleted'> {
  source?: string | undefined;
  stream?: string | undefined;
}

/** How long after its first page a walk of a list is sure to go on, whatever changes, ms. */
export const walkMs = 3_600_000;

/** The reading side of the curated store. Deleted records are in lists, exports, sums and tallies only where they are asked for. */
export abstract class RecordReader {
  /** A deleted record too; it says so. */
  abstract get(id: string): Promise<CuratedRecord | undefined>;
  /**
   * One page of a list; `after` is a position this store gave. A walk from the first page on shows each record exactly once that matched
   * when it began, as it was then, whatever is written, deleted or replaced by a replay meanwhile. A page may be short, or empty, at the
   * end, or when the reading budget ran out; `looked` says how many records were looked at for it.
   * @throws BadCursorError, and WalkExpiredError when more than `walkMs` after the first page something of the list has changed
   */
  abstract list(query: Omit<RecordsQuery, 'cursor'> & { after?: string }): Promise<RecordListPage>;
  /** Newest version first; empty when there is no record. */
  abstract versions(id: string): Promise<RecordVersion[]>;
  abstract analytics(query: AnalyticsQuery, now: string): Promise<Analytics>;
  abstract tally(): Promise<StreamTally[]>;
  /** Every record in order of ids, code unit by code unit. */
  abstract export(filter: ExportFilter): AsyncIterable<CuratedRecord>;
}
