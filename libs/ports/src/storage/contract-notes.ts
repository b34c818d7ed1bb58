import type { Acceptance, ContractPolicy, DriftChange, FieldType, PageId } from '@twl/contracts';

/** A difference of one field between a page and the contract of its run. */
export interface FieldChange {
  /** Path of the field, with dots; elements of a list are `[]`. */
  field: string;
  /** `learned` if there was nothing to compare with: that is no drift. */
  change: DriftChange | 'learned';
  /** Types of the field on the page; none for a removed field. */
  types: FieldType[];
  /** Types by the contract. */
  before: FieldType[];
  /** Whether every record of the page has the field. */
  always: boolean;
  /** The policy that was applied; a change with `evolve` becomes part of the contract. */
  policy: ContractPolicy;
  /** The first item of the page with the change, and its value, shortened. */
  itemIndex?: number;
  sample?: string;
}

/** The field changes of one page. Depends on the page and the earlier runs alone, so that storing it again changes nothing. */
export interface ContractUpdate {
  page: PageId;
  /** Key of the page's raw object. */
  key: string;
  /** When it was fetched. */
  at: string;
  changes: FieldChange[];
  /** The update has every field of the page, not only those that earlier pages lack: a first page of the first run. */
  isWhole?: boolean;
}

/** The parts of a stream's contract beside the manifest's schema. */
export interface ContractNotes {
  /** Ordered by run number, then page. A page has at most one. */
  updates: ContractUpdate[];
  accepted: Acceptance[];
}

/** The contract updates and accepted changes of streams. */
export abstract class ContractStore {
  /** Returns the contract updates of the generation's pages, and the accepted changes of the stream, which all generations share. */
  abstract contract(source: string, stream: string): Promise<ContractNotes>;
  /** Accepts a change permanently; does nothing if it is accepted already. */
  abstract accept(acceptance: Acceptance): Promise<void>;
}
