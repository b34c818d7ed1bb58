import type { RunStore, StoredRun } from '@twl/ports';

/** Fewer records than this come and go by themselves. */
const fewest = 20;

/** How the runs ended that say how much the source has. */
const telling = new Set<StoredRun['state']>(['succeeded', 'partial', 'not_modified', 'suspect']);

/** So many runs back a run that saw everything is looked for. */
const mostBack = 50;

/** Whether a run began at the beginning and came to the end. */
const isWhole = ({ state, end }: StoredRun): boolean => telling.has(state) && !end?.resumed;

/**
 * The run that a whole read is compared with: the last one, or, where that did not see everything, the newest before it that did.
 * A source that never shows everything is compared with the last run that began at the beginning.
 */
export const lastThatSawAll = async (runs: Pick<RunStore, 'list'>, last: StoredRun | undefined): Promise<StoredRun | undefined> => {
  if (!last || (isWhole(last) && !last.end?.unseen)) return last;
  const { items } = await runs.list({ source: last.source, stream: last.stream, limit: mostBack });
  const whole = items.filter((run) => run.seq <= last.seq && isWhole(run));
  return whole.find(({ end }) => !end?.unseen) ?? whole[0];
};

/**
 * What is odd about a whole read that brought less than half of what the run before it brought. It is said once: when the next run
 * brings as little, that is what the source has.
 */
export const suspiciousShrink = (
  before: StoredRun | undefined,
  { items, unseen = 0 }: { items: number; unseen?: number },
): string | undefined => {
  if (!before || !telling.has(before.state)) return undefined;
  const { fetched } = before.counts;
  if (fetched < fewest || items * 2 >= fetched) return undefined;
  const came = `SUSPICIOUS_SHRINK: ${items} records came where the run before had ${fetched}`;
  if (unseen > 0) return `${came}, and ${unseen} parts of the source were not seen (nothing is deleted; the notes say which)`;
  return `${came} (nothing is deleted; if the next run says the same, it is believed)`;
};
