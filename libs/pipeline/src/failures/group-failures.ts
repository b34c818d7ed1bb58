import { createHash } from 'node:crypto';
import type { Failure, FailureGroup } from '@twl/contracts';
import type { Clock, FailureStore } from '@twl/ports';
import { listFailures, type FailureFilter } from './list-failures';

/** Failures that are looked through for groups, at most: the newest of them. */
const mostGrouped = 20_000;

const [dayMs, days] = [86_400_000, 7];

/** The groups of the failures that match a filter, the largest first. */
export interface GroupedFailures {
  groups: FailureGroup[];
  /** Number of failures in the groups. */
  grouped: number;
  /** True if there are more failures than 20,000; the oldest are then in no group. */
  more: boolean;
}

/** Groups open failures, or those of another status, by source, stream, reason and problem. */
export const groupFailures = async (
  { failures, clock }: { failures: FailureStore; clock: Clock },
  filter: FailureFilter,
): Promise<GroupedFailures> => {
  const groups = new Map<string, FailureGroup>();
  let grouped = 0;
  for await (const failure of listFailures(failures, { status: 'open', ...filter })) {
    if (grouped === mostGrouped) return { groups: largestFirst(groups), grouped, more: true };
    grouped += 1;
    addTo(groups, failure, clock.now());
  }
  return { groups: largestFirst(groups), grouped, more: false };
};

/** What was wrong and where, without what differs from record to record. */
export const problemOf = ({ pointer, detail }: Pick<Failure, 'pointer' | 'detail'>): string => {
  const where = pointer.replaceAll(/\/\d+/g, '/*');
  return `${where === '' ? '' : `${where}: `}${detail.replaceAll(/"(?:[^"\\]|\\.)*"|\d+/g, '*')}`;
};

/** The id of the group that a failure is in. */
export const groupIdOf = (failure: Pick<Failure, 'source' | 'stream' | 'reason' | 'pointer' | 'detail'>): string => {
  const { source, stream, reason } = failure;
  return createHash('sha256')
    .update(JSON.stringify([source, stream, reason, problemOf(failure)]))
    .digest('base64url')
    .slice(0, 12);
};

const addTo = (groups: Map<string, FailureGroup>, failure: Failure, now: number): void => {
  const id = groupIdOf(failure);
  const { source, stream, reason, at, seen } = failure;
  const [first, last] = [seen?.first ?? at, seen?.last ?? at];
  const known = groups.get(id);
  const group = known ?? {
    ...{ id, source, stream, reason, problem: problemOf(failure), count: 0, first, last },
    trend: emptyTrend(),
    sample: failure,
  };
  groups.set(id, group);
  group.count += 1;
  if (first < group.first) group.first = first;
  if (last > group.last) group.last = last;
  const age = Math.floor((now - Date.parse(at)) / dayMs);
  const slot = days - 1 - Math.max(0, age);
  if (slot >= 0) group.trend[slot] = (group.trend[slot] ?? 0) + 1;
};

const emptyTrend = (): number[] => Array.from({ length: days }, () => 0);

const largestFirst = (groups: Map<string, FailureGroup>): FailureGroup[] =>
  [...groups.values()].sort((a, b) => b.count - a.count || (a.last < b.last ? 1 : -1));
