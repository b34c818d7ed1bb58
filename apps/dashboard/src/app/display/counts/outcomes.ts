import type { Counts, Outcome } from '@twl/contracts';

/** The outcomes of a fetched record, in display order. */
export const outcomes = [
  'new',
  'changed',
  'unchanged',
  'stale',
  'duplicate',
  'quarantined',
  'filtered',
] as const satisfies readonly Outcome[];

/** Whether every fetched record has exactly one outcome. */
export const isBalanced = (counts: Counts): boolean => counts.fetched === outcomes.reduce((sum, outcome) => sum + counts[outcome], 0);
