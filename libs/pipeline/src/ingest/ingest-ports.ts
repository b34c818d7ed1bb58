import type { Trigger } from '@twl/contracts';
import type { LeaseStore, Log, SourceStream, UnappliedPages } from '@twl/ports';
import type { SettlePorts } from '../runs/end-step';
import type { WritePorts } from './run-writes';

/** What ingesting needs. */
export interface IngestPorts extends WritePorts, SettlePorts {
  log: Log;
  leases: LeaseStore;
  unapplied: UnappliedPages;
  /** Names this worker: see the engine's lease rules. */
  owner: string;
}

/** A request to ingest one stream. */
export interface IngestRequest {
  id: string;
  trigger: Trigger;
  stream: SourceStream;
  signal: AbortSignal;
  /** How long the run may take, ms. */
  budgetMs?: number;
  /** Hears of every wait for the source. */
  waits?(ms: number, reason: string): void;
}
