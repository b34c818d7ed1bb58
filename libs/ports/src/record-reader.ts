import type { Analytics, AnalyticsQuery, CuratedRecord, RecordsQuery, RecordVersion } from '@twl/contracts';

/** How many records that are shown a stream has in the curated store. */
export interface StreamTally {
  source: string;
  stream: string;
  records: number;
}

/** What narrows an export. */
export interface ExportFilter extends Pick<RecordsQuery, 'deleted'> {
  source?: string | undefined;
  stream?: string | undefined;
}

/** The reading side of the curated store. Deleted records are in lists, exports, sums and tallies only where they are asked for. */
export abstract class RecordReader {
  /** A deleted record too; it says so. */
  abstract get(id: string): Promise<CuratedRecord | undefined>;
  /**
   * One page of a list. A walk from the first page on shows each record at most once, and every record that does not change
   * meanwhile; `after` is a position this store gave. A page may be short only at the end, or when the reading budget ran out.
   * @throws BadCursorError
   */
  abstract list(query: Omit<RecordsQuery, 'cursor'> & { after?: string }): Promise<{ items: CuratedRecord[]; next: string | null }>;
  /** Newest version first; empty when there is no record. */
  abstract versions(id: string): Promise<RecordVersion[]>;
  abstract analytics(query: AnalyticsQuery, now: string): Promise<Analytics>;
  abstract tally(): Promise<StreamTally[]>;
  /** Every record in order of ids, code unit by code unit. */
  abstract export(filter: ExportFilter): AsyncIterable<CuratedRecord>;
}
