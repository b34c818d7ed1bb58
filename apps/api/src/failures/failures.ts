import type { Failure, FailuresQuery, List } from '@twl/contracts';
import { NotFoundError, type FailureStore } from '@twl/ports';
import type { Lists } from '../paging/lists';

/** Reads failures. */
export class Failures {
  constructor(
    private readonly store: FailureStore,
    private readonly lists: Lists,
  ) {}

  list(query: FailuresQuery): Promise<List<Failure>> {
    return this.lists.page('failures', query, (storeQuery) => this.store.list(storeQuery));
  }

  async get(id: string): Promise<Failure> {
    const failure = await this.store.get(id);
    if (!failure) throw new NotFoundError('failure', id);
    return failure;
  }
}
