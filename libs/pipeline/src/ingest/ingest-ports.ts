import type { Trigger } from '@twl/contracts';
import type { SourceStream } from '@twl/ports';
import type { SettlePorts } from '../runs/settle-run';
import type { KeepPorts } from './page-keeper';

/** What ingesting needs. */
export interface IngestPorts extends KeepPorts, SettlePorts {
  /** Names this worker: see the engine's lease rules. */
  owner: string;
}

/** A wish to ingest one stream. */
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
