import type { Failure, FailuresQuery } from '@twl/contracts';
import type { FailureStore } from '@twl/ports';

/** What narrows a list of failures. */
export type FailureFilter = Partial<Pick<FailuresQuery, 'source' | 'stream' | 'run' | 'kind' | 'status' | 'reason'>>;

/** The failures that a filter lets through, newest first, at most `limit`. */
export const matching = async (store: FailureStore, filter: FailureFilter, limit: number): Promise<Failure[]> => {
  const found: Failure[] = [];
  let after: string | undefined;
  while (found.length < limit) {
    const { items, next } = await store.list({ ...filter, limit: 200, ...(after ? { after } : {}) });
    found.push(...items);
    if (next === null) break;
    after = next;
  }
  return found.slice(0, limit);
};
