import type { SourceStatus } from '@twl/contracts';

/** Whether somebody should look at a source. */
export const needsAttention = ({ freshness, problems }: SourceStatus): boolean =>
  problems.length > 0 || freshness === 'failing' || freshness === 'stale' || freshness === 'late';
