import type {
  Analytics,
  AnalyticsQuery,
  AuditQuery,
  CuratedRecord,
  FailuresQuery,
  RecordsQuery,
  RecordVersion,
  RunsQuery,
} from '@twl/contracts';
import { RecordReader, type ExportFilter, type RecordListPage, type StreamTally } from '@twl/ports';
import type { Database } from '../sqlite/database';
import { SqliteAudit } from '../sqlite/stores/sqlite-audit';
import { SqliteFailures } from '../sqlite/stores/sqlite-failures';
import { SqliteReader } from '../sqlite/stores/sqlite-reader';
import { SqliteRuns } from '../sqlite/stores/sqlite-runs';
import type { ReadThreads } from './read-threads';

/** Records and versions read in this thread, which takes a few ms; longer reads run in another thread. */
export interface InlineBudget {
  records: number;
  versions: number;
}
export const defaultInlineBudget: InlineBudget = { records: 250, versions: 50 };

/** The reading side of the curated store: short reads run here, searches in another thread. */
export class ThreadedReader extends RecordReader {
  readonly #inline: SqliteReader;

  constructor(
    db: Database,
    private readonly threads: ReadThreads,
    private readonly budget: InlineBudget,
  ) {
    super();
    this.#inline = new SqliteReader(db);
  }

  get(id: string): Promise<CuratedRecord | undefined> {
    return this.#inline.get(id);
  }

  async list(query: Omit<RecordsQuery, 'cursor'> & { after?: string }): Promise<RecordListPage> {
    return this.#inline.listWithin(query, this.budget.records) ?? this.threads.read('records', query);
  }

  async versions(id: string): Promise<RecordVersion[]> {
    return this.#inline.countVersions(id) < this.budget.versions ? this.#inline.versions(id) : this.threads.read('versions', id);
  }

  analytics(query: AnalyticsQuery, now: string): Promise<Analytics> {
    return this.threads.read('analytics', query, now);
  }

  tally(): Promise<StreamTally[]> {
    return this.#inline.tally();
  }

  /** Read in this thread, some hundred records at a time. */
  export(filter: ExportFilter): AsyncIterable<CuratedRecord> {
    return this.#inline.export(filter);
  }
}

/** Returns true if a list has filters, so that its rows may need a search. */
const hasFilters = (query: { limit: number; after?: string }): boolean =>
  Object.entries(query).some(([name, value]) => name !== 'limit' && name !== 'after' && value !== undefined);

/** Runs; lists with filters are read by another thread. */
export class ThreadedRuns extends SqliteRuns {
  constructor(
    db: Database,
    private readonly threads: ReadThreads,
  ) {
    super(db);
  }

  override async list(query: Omit<RunsQuery, 'cursor'> & { after?: string }) {
    return hasFilters(query) ? this.threads.read('runs', query) : super.list(query);
  }
}

/** Failures; lists with filters are read by another thread. */
export class ThreadedFailures extends SqliteFailures {
  constructor(
    db: Database,
    private readonly threads: ReadThreads,
  ) {
    super(db);
  }

  override async list(query: Omit<FailuresQuery, 'cursor'> & { after?: string }) {
    return hasFilters(query) ? this.threads.read('failures', query) : super.list(query);
  }
}

/** The audit log; lists with filters are read by another thread. */
export class ThreadedAudit extends SqliteAudit {
  constructor(
    db: Database,
    private readonly threads: ReadThreads,
  ) {
    super(db);
  }

  override async list(query: Omit<AuditQuery, 'cursor'> & { after?: string }) {
    return hasFilters(query) ? this.threads.read('audit', query) : super.list(query);
  }
}
