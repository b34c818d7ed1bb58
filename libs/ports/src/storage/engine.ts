import type { AlertStore } from '../alerts/alert-store';
import type { LeaseStore } from '../runs/lease-store';
import type { RunDecisions } from '../runs/run-decisions';
import type { RunStore } from '../runs/run-store';
import type { StreamStateStore } from '../runs/stream-state-store';
import type { SourcePauses } from '../schedule/source-pauses';
import type { AuditLog } from './audit-log';
import type { ChangeFeed } from './change-feed';
import type { CredentialStore } from './credential-store';
import type { ContractStore } from './contract-notes';
import type { ExportFiles } from '../export/export-files';
import type { FailureStore } from './failure-store';
import type { GenerationStore } from './generation-store';
import type { PageLedger } from './page-ledger';
import type { RawStore } from './raw-store';
import type { RecordReader } from './record-reader';
import type { RecordRetention } from './record-retention';
import type { RecordStore } from './record-store';
import type { RunHistory } from '../runs/run-history';
import type { UnappliedPages } from './unapplied-pages';
import type { PageQueue, RequestQueue } from './work-queue';

/** A storage engine: every storage port on one back end, opened together. */
export interface Engine {
  raw: RawStore;
  pageQueue: PageQueue;
  requestQueue: RequestQueue;
  runs: RunStore;
  runDecisions: RunDecisions;
  leases: LeaseStore;
  streamStates: StreamStateStore;
  ledger: PageLedger;
  unapplied: UnappliedPages;
  records: RecordStore;
  contracts: ContractStore;
  generations: GenerationStore;
  retention: RecordRetention;
  reader: RecordReader;
  changeFeed: ChangeFeed;
  exportFiles: ExportFiles;
  failures: FailureStore;
  audit: AuditLog;
  credentials: CredentialStore;
  pauses: SourcePauses;
  history: RunHistory;
  alerts: AlertStore;
  /** Checks that pages, records and runs can be read and written now; throws if not. `depth` checks a queue. */
  check(): Promise<void>;
  /** Reads the whole back end, if the engine can, and lists what is damaged. */
  verify?(): Promise<string[]>;
  /** Free and total bytes where data is stored; absent where there is no limit. */
  space?(): Promise<{ free: number; total: number }>;
  close(): Promise<void>;
}
