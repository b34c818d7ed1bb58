import type {
  Analytics,
  AnalyticsQuery,
  AuditEntry,
  AuditQuery,
  Failure,
  FailuresQuery,
  RecordsQuery,
  RecordVersion,
  RunsQuery,
} from '@twl/contracts';
import type { RecordListPage, StoredRun } from '@twl/ports';
import type { Database } from '../sqlite/database';
import { SqliteAudit } from '../sqlite/stores/sqlite-audit';
import { SqliteFailures } from '../sqlite/stores/sqlite-failures';
import { SqliteReader } from '../sqlite/stores/sqlite-reader';
import { SqliteRuns } from '../sqlite/stores/sqlite-runs';

type ListQuery<Query> = Omit<Query, 'cursor'> & { after?: string };
type Page<Item> = { items: Item[]; next: string | null };

/** The reads that may scan many rows. Arguments and results are sent between threads unchanged. */
export interface StoreReads {
  records(query: ListQuery<RecordsQuery>): Promise<RecordListPage>;
  versions(id: string): Promise<RecordVersion[]>;
  analytics(query: AnalyticsQuery, now: string): Promise<Analytics>;
  runs(query: ListQuery<RunsQuery>): Promise<Page<StoredRun>>;
  failures(query: ListQuery<FailuresQuery>): Promise<Page<Failure>>;
  audit(query: ListQuery<AuditQuery>): Promise<Page<AuditEntry>>;
}

/** One read, as it is sent to a thread. */
export type ReadTask = { [Name in keyof StoreReads]: { name: Name; args: Parameters<StoreReads[Name]> } }[keyof StoreReads];

/** Returns the reads on one connection. */
export const storeReads = (db: Database): StoreReads => {
  const [reader, runs, failures, audit] = [new SqliteReader(db), new SqliteRuns(db), new SqliteFailures(db), new SqliteAudit(db)];
  return {
    records: (query) => reader.list(query),
    versions: (id) => reader.versions(id),
    analytics: (query, now) => reader.analytics(query, now),
    runs: (query) => runs.list(query),
    failures: (query) => failures.list(query),
    audit: (query) => audit.list(query),
  };
};
