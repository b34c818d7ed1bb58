import type { Change, ChangesQuery } from '@twl/contracts';
import type { ChangeFeed } from '@twl/ports';
import type { Cursors } from '../paging/cursors';

/** Changes, and the signed cursor after them. */
export interface ChangesPage {
  changes: Change[];
  next: string;
  more: boolean;
}

/** Reads the change feed, and signs its positions. */
export class Changes {
  constructor(
    private readonly feed: ChangeFeed,
    private readonly cursors: Cursors,
  ) {}

  /** @throws BadCursorError, FeedExpiredError */
  async read({ after, ...query }: ChangesQuery): Promise<ChangesPage> {
    const scope = { ' list': 'changes', source: query.source, stream: query.stream };
    const position = after === undefined ? {} : { after: this.cursors.open(after, scope) };
    const page = await this.feed.changes({ ...query, ...position });
    return { ...page, next: this.cursors.seal(page.next, scope) };
  }

  /** A text that is another one after each change. */
  newest(): Promise<string> {
    return this.feed.newest();
  }
}
