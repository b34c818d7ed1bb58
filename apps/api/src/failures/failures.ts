import type { Failure, FailuresQuery, List } from '@twl/contracts';
import { NotFoundError, type FailureStore } from '@twl/ports';
import type { Cursors } from '../paging/cursors';
import { walk } from '../paging/walk';

/** Reads what was refused. */
export class Failures {
  constructor(
    private readonly store: FailureStore,
    private readonly cursors: Cursors,
  ) {}

  list(query: FailuresQuery): Promise<List<Failure>> {
    return walk({ cursors: this.cursors, list: 'failures', query }, (asked) => this.store.list(asked));
  }

  async get(id: string): Promise<Failure> {
    const failure = await this.store.get(id);
    if (!failure) throw new NotFoundError('failure', id);
    return failure;
  }
}
