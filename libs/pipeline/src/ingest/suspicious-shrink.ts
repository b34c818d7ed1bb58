import type { RunStore, StoredRun } from '@twl/ports';

/** Smallest number of records for which a shrink is suspicious. */
const minRecords = 20;

/** States of runs that show how many records the source has. */
const comparableStates = new Set<StoredRun['state']>(['succeeded', 'partial', 'not_modified', 'suspect']);

/** Number of runs that are searched for one that saw everything. */
const lookBackLimit = 50;

/** Whether a run read from the beginning to the end. */
const isWhole = ({ state, end }: StoredRun): boolean => comparableStates.has(state) && !end?.resumed;

/**
 * Finds the run to compare a whole read with: the last run, or else the newest earlier run that saw everything. If no run saw everything, it is
 * the last run that started at the beginning.
 */
export const findComparableRun = async (runs: Pick<RunStore, 'list'>, last: StoredRun | undefined): Promise<StoredRun | undefined> => {
  if (!last || (isWhole(last) && !last.end?.unseen)) return last;
  const { items } = await runs.list({ source: last.source, stream: last.stream, limit: lookBackLimit });
  const whole = items.filter((run) => run.seq <= last.seq && isWhole(run));
  return whole.find(({ end }) => !end?.unseen) ?? whole[0];
};

/**
 * Describes the shrink if a whole read returned less than half of the records of the run before it. It is reported once: if the next run returns
 * as few, the source has that many.
 */
export const suspiciousShrink = (
  before: StoredRun | undefined,
  { items, unseen = 0 }: { items: number; unseen?: number },
): string | undefined => {
  if (!before || !comparableStates.has(before.state)) return undefined;
  const { fetched } = before.counts;
  if (fetched < minRecords || items * 2 >= fetched) return undefined;
  const came = `SUSPICIOUS_SHRINK: ${items} records came where the run before had ${fetched}`;
  if (unseen > 0) return `${came}, and ${unseen} parts of the source were not seen (nothing is deleted; the notes say which)`;
  return `${came} (nothing is deleted; if the next run says the same, it is believed)`;
};
