import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock, Engine, Log } from '@twl/ports';
import { DiskReserve } from './disk-reserve';
import { diskSpace } from './disk-space';
import { processOwner } from './process/process-owner';
import { LocalExportFiles } from './exports/local-export-files';
import { RawFiles } from './raw/raw-files';
import { checkRawFormat } from './raw/raw-format';
import { Database } from './sqlite/database';
import { dropOldGenerations } from './sqlite/generations';
import { SqliteAlerts } from './sqlite/stores/sqlite-alerts';
import { SqliteAudit } from './sqlite/stores/sqlite-audit';
import { SqliteChangeFeed } from './sqlite/stores/sqlite-change-feed';
import { SqliteCredentials } from './sqlite/stores/sqlite-credentials';
import { SqliteFailures } from './sqlite/stores/sqlite-failures';
import { SqliteHistory } from './sqlite/stores/sqlite-history';
import { SqliteLedger } from './sqlite/stores/sqlite-ledger';
import { SqlitePauses } from './sqlite/stores/sqlite-pauses';
import { sqliteQueue } from './sqlite/stores/sqlite-queue';
import { SqliteReader } from './sqlite/stores/sqlite-reader';
import { SqliteRecords } from './sqlite/stores/sqlite-records';
import { SqliteRuns } from './sqlite/stores/sqlite-runs';
import type { ReadThreads } from './threads/read-threads';
import type { InlineBudget } from './threads/threaded-lists';

/** Where the embedded engine keeps its files, and how it behaves. */
export interface LocalEngineOptions {
  /** A folder, created if it does not exist. Several processes of one machine may open it at once. */
  dataDir: string;
  clock: Clock;
  log?: Log;
  /** Deliveries before a message is moved to the dead letters; default 5. */
  maxReceives?: number;
  /** Runs long reads in other threads; without it they run in this one. */
  threads?: {
    /** The built `read-thread.ts`; default: where the build puts it. */
    script?: string;
    inline?: InlineBudget;
  };
}

/**
 * Opens the embedded engine: raw pages as files below `raw`, everything else in the SQLite database `twl.db`, but the history of runs, which has its own. Acknowledged work survives
 * the end of the process and a power cut.
 * @throws StorageError when the folder or the database cannot be used, or when another version of the product made it
 */
export const openLocalEngine = async (options: LocalEngineOptions): Promise<Engine> => {
  const { dataDir, clock, log, maxReceives = 5 } = options;
  const raw = new RawFiles(dataDir);
  const reserve = new DiskReserve(dataDir);
  const db = await reserve.withRoom(async () => {
    await raw.open();
    if (!existsSync(databasePath(dataDir))) await checkRawFormat(dataDir);
    return Database.open(databasePath(dataDir));
  });
  if (!reserve.isTaken) db.shrink();
  reserve.create();
  const owner = processOwner();
  const [pageQueue, requestQueue] = [
    sqliteQueue({ db, clock, maxReceives, owner, name: 'pages' }),
    sqliteQueue({ db, clock, maxReceives, owner, name: 'requests' }),
  ];
  pageQueue.reclaim();
  requestQueue.reclaim();
  const { threads, ...reading } = await openListingPorts(db, options);
  let isClosed = false;
  const removing = dropOldGenerations(db, { now: clock.now(), isStopped: () => isClosed }).catch((error: unknown) =>
    log?.error('storage.cleanup_failed', error),
  );
  const runs = new SqliteRuns(db);
  const ledger = new SqliteLedger(db);
  const records = new SqliteRecords(db, () => clock.now());
  const history = new SqliteHistory({ path: join(dataDir, 'history.db'), clock, log });
  return {
    raw,
    pageQueue,
    requestQueue,
    ...reading,
    credentials: new SqliteCredentials(db, clock),
    ...{ runDecisions: runs, leases: runs, streamStates: runs },
    ...{ ledger, unapplied: ledger },
    changeFeed: new SqliteChangeFeed(db, () => clock.now()),
    exportFiles: new LocalExportFiles(dataDir, () => clock.now()),
    alerts: new SqliteAlerts(db),
    ...{ records, contracts: records, generations: records, retention: records },
    pauses: new SqlitePauses(db),
    history,
    check: async () => {
      await raw.check();
      db.check();
      reserve.create();
    },
    verify: async () => db.findDamage(),
    space: () => diskSpace(dataDir),
    close: async () => {
      if (isClosed) return;
      isClosed = true;
      await Promise.all([removing, threads?.close()]);
      history.close();
      db.close();
    },
  };
};

type ListingPorts = Pick<Engine, 'runs' | 'reader' | 'failures' | 'audit'>;

/** Returns the ports that list, and the threads for their long reads, if any. */
const openListingPorts = async (
  db: Database,
  { dataDir, threads }: LocalEngineOptions,
): Promise<ListingPorts & { threads?: ReadThreads }> => {
  if (!threads)
    return { runs: new SqliteRuns(db), reader: new SqliteReader(db), failures: new SqliteFailures(db), audit: new SqliteAudit(db) };
  // Most commands need no threads, so the code of threads is loaded on demand.
  const { openThreads } = await import('./threads/open-threads');
  return openThreads(db, { path: databasePath(dataDir), ...threads });
};

const databasePath = (dataDir: string): string => join(dataDir, 'twl.db');
