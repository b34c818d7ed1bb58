import type { StoredRun } from '@twl/ports';

/** Fewer records than this come and go by themselves. */
const fewest = 20;

/** How the runs ended that say how much the source has. */
const telling = new Set<StoredRun['state']>(['succeeded', 'partial', 'not_modified', 'suspect']);

/**
 * What is odd about a whole read that brought less than half of what the run before it brought. It is said once: when the next run
 * brings as little, that is what the source has.
 */
export const suspiciousShrink = (before: StoredRun | undefined, items: number): string | undefined => {
  if (!before || !telling.has(before.state)) return undefined;
  const { fetched } = before.counts;
  if (fetched < fewest || items * 2 >= fetched) return undefined;
  return `SUSPICIOUS_SHRINK: ${items} records came where the run before had ${fetched} (nothing is deleted; if the next run says the same, it is believed)`;
};
