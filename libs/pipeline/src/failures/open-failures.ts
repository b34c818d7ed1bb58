import type { FailureStore } from '@twl/ports';
import { groupIdOf } from './group-failures';
import { listFailures, type FailureFilter } from './list-failures';

/** Failures that one bulk redrive or discard takes: by default, and at most. */
export const redriveLimits = { default: 1000, max: 10_000 } as const;

/** Which open failures to work on: those of a filter, and of a group of `groupFailures`. */
export interface OpenFilter extends Omit<FailureFilter, 'status'> {
  group?: string | undefined;
}

/** The ids of the open failures that match a filter, newest first, at most `limit`; `more` if there are others. */
export const findOpenFailures = async (
  { failures }: { failures: FailureStore },
  { group, ...filter }: OpenFilter,
  limit: number,
): Promise<{ ids: string[]; more: boolean }> => {
  const ids: string[] = [];
  for await (const failure of listFailures(failures, { ...filter, status: 'open' })) {
    if (group !== undefined && groupIdOf(failure) !== group) continue;
    if (ids.length === limit) return { ids, more: true };
    ids.push(failure.id);
  }
  return { ids, more: false };
};
