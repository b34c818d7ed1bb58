import type { FailureStore } from '@twl/ports';
import { listFailures, type FailureFilter } from './list-failures';

/** Failures that one bulk redrive takes: by default, and at most. */
export const redriveLimits = { default: 1000, max: 10_000 } as const;

/** The ids of the open failures that match a filter, newest first, at most `limit`; `more` if there are others. */
export const findOpenFailures = async (
  { failures }: { failures: FailureStore },
  filter: Omit<FailureFilter, 'status'>,
  limit: number,
): Promise<{ ids: string[]; more: boolean }> => {
  const ids: string[] = [];
  for await (const { id } of listFailures(failures, { ...filter, status: 'open' })) {
    if (ids.length === limit) return { ids, more: true };
    ids.push(id);
  }
  return { ids, more: false };
};
