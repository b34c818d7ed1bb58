import { UnreadablePageError, type FieldNews } from '@twl/ports';

/** A page that shows a change which its stream's contract freezes: it is set aside whole until a person accepts the change. */
export class FrozenPageError extends UnreadablePageError {
  constructor(
    detail: string,
    readonly news: readonly FieldNews[],
  ) {
    super('CONTRACT', detail);
  }
}
