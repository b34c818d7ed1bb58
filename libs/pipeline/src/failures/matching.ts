import type { Failure, FailuresQuery } from '@twl/contracts';
import type { FailureStore } from '@twl/ports';

/** What narrows a list of failures. */
export type FailureFilter = Partial<Pick<FailuresQuery, 'source' | 'stream' | 'runId' | 'kind' | 'status' | 'reason'>>;

/** The failures that a filter lets through, newest first. */
export async function* matching(store: FailureStore, filter: FailureFilter): AsyncGenerator<Failure> {
  for (let after: string | undefined; ;) {
    const { items, next } = await store.list({ ...filter, limit: 200, ...(after ? { after } : {}) });
    yield* items;
    if (next === null) return;
    after = next;
  }
}
