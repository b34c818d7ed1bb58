import type {
  Clock,
  Closing,
  Log,
  PageEntry,
  PageLedger,
  RawStore,
  RecordReader,
  RecordStore,
  RunDecisions,
  RunStore,
  SourceCatalog,
  StoredRun,
  WorkQueue,
} from '@twl/ports';

/** A run without open pages, and how it would be closed now. */
export interface Settling {
  run: StoredRun;
  pages: readonly PageEntry[];
  closing: Closing;
}

/** What a feature does at the end of a run. Each method is safe to call again, by any worker. */
export interface EndStep {
  /**
   * Works on a run in phase `applying` before it is closed.
   * @returns how to close it; undefined if the step made a page that must be applied first, or the run changed meanwhile
   */
  beforeClose(ports: SettlePorts, settling: Settling): Promise<Closing | undefined>;
  /** Returns how to correct a closed run. */
  beforeAmend(ports: SettlePorts, settling: Settling): Promise<Closing>;
  /** Reopens a closed run if the step has more to do. @returns true if it did: the run must be settled again */
  reopen(ports: SettlePorts, closed: Omit<Settling, 'closing'>): Promise<boolean>;
}

/** Ports for settling runs and for the end steps. */
export interface SettlePorts {
  raw: RawStore;
  pageQueue: WorkQueue;
  runs: RunStore;
  runDecisions: RunDecisions;
  ledger: PageLedger;
  records: RecordStore;
  reader: RecordReader;
  catalog: SourceCatalog;
  clock: Clock;
  log: Log;
  /** In the order in which they run. */
  endSteps: readonly EndStep[];
}
