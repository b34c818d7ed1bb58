import { join } from 'node:path';
import type { Clock, Engine, Log } from '@twl/ports';
import { DiskReserve } from './disk-reserve';
import { processOwner } from './process/process-owner';
import { RawFiles } from './raw/raw-files';
import { Database } from './sqlite/database';
import { removeGone } from './sqlite/generations';
import { SqliteAudit } from './sqlite/sqlite-audit';
import { SqliteFailures } from './sqlite/sqlite-failures';
import { SqliteLedger } from './sqlite/sqlite-ledger';
import { sqliteQueue } from './sqlite/sqlite-queue';
import { SqliteReader } from './sqlite/sqlite-reader';
import { SqliteRecords } from './sqlite/sqlite-records';
import { SqliteRuns } from './sqlite/sqlite-runs';

/** Where the embedded engine keeps its files, and how it behaves. */
export interface LocalEngineOptions {
  /** A folder; made when it is not there. Several processes of one machine may open it at once. */
  dataDir: string;
  clock: Clock;
  log?: Log;
  /** Deliveries before a message is moved aside; default 5. */
  maxReceives?: number;
}

/**
 * Opens the embedded engine: raw pages as files below `raw`, everything else in the SQLite database `twl.db`. What it says is done
 * survives the end of the process and of the power.
 * @throws StorageError when the folder or the database cannot be used
 */
export const openLocalEngine = async (options: LocalEngineOptions): Promise<Engine> => {
  const { dataDir, clock, log, maxReceives = 5 } = options;
  const raw = new RawFiles(dataDir);
  const reserve = new DiskReserve(dataDir);
  const db = await reserve.withRoom(async () => {
    await raw.open();
    return Database.open(join(dataDir, 'twl.db'));
  });
  if (!reserve.isTaken) db.shrink();
  reserve.take();
  const owner = processOwner();
  const [pageQueue, requestQueue] = [
    sqliteQueue({ db, clock, maxReceives, owner, name: 'pages' }),
    sqliteQueue({ db, clock, maxReceives, owner, name: 'requests' }),
  ];
  pageQueue.reclaim();
  requestQueue.reclaim();
  let isClosed = false;
  const removing = removeGone(db, { now: clock.now(), isStopped: () => isClosed }).catch((error: unknown) =>
    log?.error('storage.cleanup_failed', error),
  );
  return {
    raw,
    pageQueue,
    requestQueue,
    runs: new SqliteRuns(db),
    ledger: new SqliteLedger(db),
    records: new SqliteRecords(db, () => clock.now()),
    reader: new SqliteReader(db),
    failures: new SqliteFailures(db),
    audit: new SqliteAudit(db),
    check: async () => {
      await raw.check();
      db.check();
      reserve.take();
    },
    verify: async () => db.damage(),
    close: async () => {
      if (isClosed) return;
      isClosed = true;
      await removing;
      db.close();
    },
  };
};
