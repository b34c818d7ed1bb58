import type { Failure, FailuresQuery } from '@twl/contracts';
import type { FailureStore } from '@twl/ports';

/** Filter of a list of failures. */
export type FailureFilter = Partial<Pick<FailuresQuery, 'source' | 'stream' | 'runId' | 'kind' | 'status' | 'reason'>>;

/** Yields the failures that match a filter, newest first. */
export async function* listFailures(store: FailureStore, filter: FailureFilter): AsyncGenerator<Failure> {
  for (let after: string | undefined; ;) {
    const { items, next } = await store.list({ ...filter, limit: 200, ...(after ? { after } : {}) });
    yield* items;
    if (next === null) return;
    after = next;
  }
}
