import type { Trigger } from '@twl/contracts';
import type { LeaseStore, Log, SourceStream, UnappliedPages } from '@twl/ports';
import type { SettlePorts } from '../runs/end-step';
import type { WritePorts } from './run-writes';

/** Ports for ingesting streams. */
export interface IngestPorts extends WritePorts, SettlePorts {
  log: Log;
  leases: LeaseStore;
  unapplied: UnappliedPages;
  /** Name of this worker: see the lease rules of the storage engine. */
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
  /** The trace of whoever asked for the run. */
  traceparent?: string | undefined;
  /** Called before every wait for the source. */
  waits?(ms: number, reason: string): void;
}
