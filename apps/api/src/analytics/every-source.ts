import type { Analytics } from '@twl/contracts';

/** Adds a line of zeros for each source without stored data, so that the sums have the same sources as the list of sources. */
export function withEverySource(analytics: Analytics, names: readonly string[]): Analytics {
  const { totals, bySource, timeline } = analytics;
  const known = new Map(bySource.map((line) => [line.source, line]));
  const all = [...new Set([...known.keys(), ...names])].sort();
  const lines = all.map((source) => known.get(source) ?? { source, records: 0, new: 0, changed: 0, quarantined: 0 });
  return { totals: { ...totals, sources: lines.length }, bySource: lines, timeline };
}
