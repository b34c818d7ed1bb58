import { canonical, lastingState } from './canonical';
import type { StreamComparison, ComparisonOutcome } from './comparison';

/** What a comparison found, each with what both did. Empty: the same. */
export interface EngineDifference {
  what: 'requests' | 'records' | 'state' | 'errors';
  python: string[];
  ours: string[];
}

/** Compares what two engines did. */
export const differences = (
  python: ComparisonOutcome,
  ours: ComparisonOutcome,
  { slicedBy, fails = false }: StreamComparison,
): EngineDifference[] => {
  const inOrder = slicedBy === undefined;
  const requests = (each: ComparisonOutcome) => (inOrder ? each.requests : bySlice(each.requests, slicedBy));
  const records = (each: ComparisonOutcome) => {
    const lines = each.records.map(canonical);
    return inOrder ? lines : lines.sort();
  };
  const state = (each: ComparisonOutcome) => [canonical(sortedPartitions(lastingState(each.state)))];
  const failed = (each: ComparisonOutcome) => [each.errors.length > 0 ? 'fails' : 'does not fail', ...each.errors];
  const found: EngineDifference[] = [
    { what: 'requests', python: requests(python), ours: requests(ours) },
    { what: 'records', python: records(python), ours: records(ours) },
    { what: 'state', python: state(python), ours: state(ours) },
  ];
  const differing = found.filter((each) => canonical(each.python) !== canonical(each.ours));
  const asExpected = [python, ours].every((each) => each.errors.length > 0 === fails);
  return asExpected ? differing : [...differing, { what: 'errors', python: failed(python), ours: failed(ours) }];
};

/** Requests in the order of each slice, slice after slice: what is read side by side has no order. */
const bySlice = (requests: readonly string[], keys: readonly string[]): string[] => {
  const slices = Map.groupBy(requests, (line) => {
    const [method, address = ''] = line.split(' ', 2) as [string, string?];
    const [path, query = ''] = address.split('?', 2) as [string, string?];
    const pairs = query.split('&').filter((pair) => keys.includes(pair.split('=', 1)[0]!));
    return [method, path, ...pairs].join(' ');
  });
  return [...slices].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([, lines]) => lines);
};

/** States of partitions are kept in the order in which they were read, which is nobody's promise. */
const sortedPartitions = (state: unknown): unknown => {
  if (typeof state !== 'object' || state === null || !('states' in state) || !Array.isArray(state.states)) return state;
  return { ...state, states: state.states.map(canonical).sort() };
};
