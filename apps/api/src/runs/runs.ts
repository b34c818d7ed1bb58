import type { List, Run, RunsQuery } from '@twl/contracts';
import { NotFoundError, type RunStore, type StoredRun } from '@twl/ports';
import type { Cursors } from '../paging/cursors';
import { walk } from '../paging/walk';

/** Reads the runs. */
export class Runs {
  constructor(
    private readonly store: RunStore,
    private readonly cursors: Cursors,
  ) {}

  async list(query: RunsQuery): Promise<List<Run>> {
    const { items, page } = await walk({ cursors: this.cursors, list: 'runs', query }, (asked) => this.store.list(asked));
    return { items: items.map(toRun), page };
  }

  async get(id: string): Promise<Run> {
    const run = await this.store.get(id);
    if (!run) throw new NotFoundError('run', id);
    return toRun(run);
  }
}

/** A run as everybody sees it, without what the store keeps for itself. */
export function toRun(run: StoredRun): Run {
  const { id, source, stream, seq, trigger, state, reason, startedAt, finishedAt, pages, bytes, counts, usage, deletions } = run;
  const head = { id, source, stream, seq, trigger, state, ...(reason !== undefined && { reason }) };
  return { ...head, startedAt, finishedAt, pages, bytes, counts, ...(usage && { usage }), ...(deletions && { deletions }) };
}
