import type { CuratedRecord } from '@twl/contracts';
import type { ContractStore } from './contract-notes';
import type { RecordStore } from './record-store';

/** A second set of records of one stream, beside the one that is shown. */
export interface Generation {
  store: RecordStore;
  contracts: ContractStore;
  /** Exports its records in order of ids, by code units; deleted ones too. */
  export(): AsyncIterable<CuratedRecord>;
  /**
   * Shows this generation in one step, with its own ledger and failures. Opens the pages of the stream that it has not applied, and resolves
   * open failures that its pages no longer have. Afterwards this generation accepts no more writes.
   */
  promote(): Promise<void>;
  /** Deletes it. */
  discard(): Promise<void>;
}

/** Makes generations of streams. */
export abstract class GenerationStore {
  /** Begins an empty generation of a stream, with its own ledger. */
  abstract fork(source: string, stream: string): Promise<Generation>;
}
