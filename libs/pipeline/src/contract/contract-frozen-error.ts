import { UnreadablePageError, type FieldChange } from '@twl/ports';

/** A page shows a change that the contract of its stream freezes. The whole page is parked until a person accepts the change. */
export class ContractFrozenError extends UnreadablePageError {
  constructor(
    detail: string,
    readonly fieldChanges: readonly FieldChange[],
  ) {
    super('CONTRACT', detail);
  }
}
