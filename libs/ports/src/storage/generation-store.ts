import type { CuratedRecord } from '@twl/contracts';
import type { ContractStore } from './contract-notes';
import type { RecordStore } from './record-store';

/** A second set of records of one stream beside the one that is shown. */
export interface Generation {
  store: RecordStore;
  contracts: ContractStore;
  /** Its records in order of ids, code unit by code unit; deleted ones too. */
  export(): AsyncIterable<CuratedRecord>;
  /**
   * Shows this one instead, at once, with its own ledger and failures: pages of the stream that it has not applied are open again, and
   * open failures that its pages no longer have are resolved. Afterwards nothing more is taken through this generation.
   */
  promote(): Promise<void>;
  /** Throws it away. */
  discard(): Promise<void>;
}

/** The generations of streams. */
export abstract class GenerationStore {
  /** Begins an empty generation of a stream, with its own ledger. */
  abstract fork(source: string, stream: string): Promise<Generation>;
}
