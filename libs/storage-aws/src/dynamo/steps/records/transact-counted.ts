import { unitsOfWrites } from '../../../meter/capacity';
import type { Meter } from '../../../meter/meter';
import { addUsage, noUsage, type Usage } from '../../../meter/usage';
import { asCounters } from '../../items/runs/page-usage';
import { writtenOf, type Action } from '../../table/action';

/** What a transaction takes itself, by the rules. */
const usageOf = (actions: readonly Action[], table: string): Usage => ({
  ...noUsage(),
  requests: { 'DynamoDB.TransactWriteItems': 1 },
  writeUnits: unitsOfWrites(actions.map((action) => writtenOf(action, table) as Record<string, object>)),
});

/**
 * Makes a transaction that also writes the usage of the work on a page so far, its own included.
 * `actionsWith` gives its actions, with these numbers added to the item of the page.
 */
export const transactCounted = async <T>(
  { meter, name }: { meter: Meter | undefined; name: string },
  actionsWith: (counters: Record<string, number>) => Action[],
  transact: (actions: readonly Action[]) => Promise<T | undefined>,
): Promise<T | undefined> => {
  const unsaved = meter?.takeUnsaved();
  if (!meter || !unsaved) return transact(actionsWith({}));
  const own = usageOf(actionsWith({}), name);
  const all = structuredClone(unsaved);
  addUsage(all, own);
  let isWritten = false;
  try {
    const refused = await transact(actionsWith(asCounters(all)));
    isWritten = refused === undefined;
    return refused;
  } finally {
    meter.putBack(isWritten ? own : unsaved, isWritten ? -1 : 1);
  }
};
