import type { Freshness, SourceStatus } from '@twl/contracts';

/** Whether a source needs attention. */
export const needsAttention = ({ freshness, problems }: SourceStatus): boolean => problems.length > 0 || unwell.has(freshness);

const unwell: ReadonlySet<string> = new Set<Freshness>(['invalid', 'failing', 'stale', 'late', 'partial']);
