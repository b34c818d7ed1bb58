import type { List, Run, RunsQuery } from '@twl/contracts';
import { NotFoundError, publicRun, type RunStore } from '@twl/ports';
import type { Lists } from '../paging/lists';

/** Reads runs. */
export class Runs {
  constructor(
    private readonly store: RunStore,
    private readonly lists: Lists,
  ) {}

  async list(query: RunsQuery): Promise<List<Run>> {
    const { items, page } = await this.lists.page('runs', query, (storeQuery) => this.store.list(storeQuery));
    return { items: items.map(publicRun), page };
  }

  async get(id: string): Promise<Run> {
    const run = await this.store.get(id);
    if (!run) throw new NotFoundError('run', id);
    return publicRun(run);
  }
}
