import type { Acceptance, ContractPolicy, DriftChange, FieldType, PageId } from '@twl/contracts';

/** What one page showed of one field that the contract of its run did not have. */
export interface FieldChange {
  /** Path of the field, with dots; elements of a list are `[]`. */
  field: string;
  /** `learned` where there was nothing to compare with: it is no drift. */
  change: DriftChange | 'learned';
  /** Types that the page showed; none for a field that went away. */
  types: FieldType[];
  /** Types by the contract. */
  before: FieldType[];
  /** Whether every record of the page had it. */
  always: boolean;
  /** What was to be done about it; `evolve` is what goes into the contract. */
  policy: ContractPolicy;
  /** The first item of the page that showed it, and what that held, shortened. */
  itemIndex?: number;
  sample?: string;
}

/** What one page taught of the fields of its stream: a function of the page and of the runs before, so that writing it again changes nothing. */
export interface ContractUpdate {
  page: PageId;
  /** Where the page lies in the raw zone. */
  key: string;
  /** When it was fetched. */
  at: string;
  changes: FieldChange[];
  /** It tells every field of the page, not only what the pages before it did not: of a first page of the first run. */
  isWhole?: boolean;
}

/** Everything that a stream's contract is made of, beside the manifest's schema. */
export interface ContractNotes {
  /** By run number, then page. A page has one at most. */
  updates: ContractUpdate[];
  accepted: Acceptance[];
}

/** What is known, and accepted, of the fields of streams. */
export abstract class ContractStore {
  /** What the generation's pages taught of the stream's fields, and what was accepted of the stream, whatever the generation. */
  abstract contract(source: string, stream: string): Promise<ContractNotes>;
  /** Accepts a change for good; one that is accepted already stays as it is. */
  abstract accept(acceptance: Acceptance): Promise<void>;
}
