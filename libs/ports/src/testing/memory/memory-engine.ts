import type { Clock } from '../../clock';
import type { Engine } from '../../storage/engine';
import { MemoryAlertStore } from '../memory-alert-store';
import { MemoryAuditLog } from './memory-audit-log';
import { MemoryChangeFeed } from './memory-change-feed';
import { MemoryExportFiles } from './files/memory-export-files';
import { MemoryCredentialStore } from './memory-credential-store';
import { MemoryFailureStore } from './memory-failure-store';
import { MemoryPageLedger } from './memory-page-ledger';
import { memoryPageQueue, memoryRequestQueue } from './memory-queue';
import { MemoryRawStore } from './memory-raw-store';
import { MemoryRecordReader } from './memory-record-reader';
import { MemoryRecordStore } from './memory-record-store';
import { MemoryRunHistory } from './files/memory-run-history';
import { MemoryRunStore } from './memory-run-store';
import { MemorySourcePauses } from './memory-source-pauses';
import { MemoryState } from './memory-state';

/** What a memory engine is made of. */
export interface MemoryEngineOptions {
  clock: Clock;
  /** Deliveries before a message is moved aside; default 5. */
  maxReceives?: number;
  /** Default 1000; small values make a page take several commits. */
  writesPerCommit?: number;
}

/** A storage engine in memory, by the same rules as a real one. */
export interface MemoryEngine extends Engine {
  raw: MemoryRawStore;
}

/** Opens an empty engine in memory. */
export const memoryEngine = ({ clock, maxReceives = 5, writesPerCommit = 1000 }: MemoryEngineOptions): MemoryEngine => {
  const memory = new MemoryState(() => clock.now());
  const runs = new MemoryRunStore(memory);
  const ledger = new MemoryPageLedger(memory);
  const records = new MemoryRecordStore(memory, writesPerCommit);
  return {
    raw: new MemoryRawStore(),
    pageQueue: memoryPageQueue(clock, maxReceives),
    requestQueue: memoryRequestQueue(clock, maxReceives),
    ...{ runs, runDecisions: runs, leases: runs, streamStates: runs },
    ...{ ledger, unapplied: ledger },
    ...{ records, contracts: records, generations: records, retention: records },
    exportFiles: new MemoryExportFiles(() => clock.now()),
    changeFeed: new MemoryChangeFeed(memory),
    reader: new MemoryRecordReader(memory),
    failures: new MemoryFailureStore(memory),
    audit: new MemoryAuditLog(memory),
    credentials: new MemoryCredentialStore(memory),
    pauses: new MemorySourcePauses(),
    history: new MemoryRunHistory(),
    alerts: new MemoryAlertStore(),
    check: async () => {},
    close: async () => {},
  };
};
