import { unitsOfWrites } from '../../../meter/capacity';
import type { Meter } from '../../../meter/meter';
import { addUsage, noUsage, type Usage } from '../../../meter/usage';
import { writeUsage } from '../../items/runs/page-usage';
import { toTransactItem, type TableAction } from '../../table/action';

/** The units of a transaction, by the documented rules. */
const usageOf = (actions: readonly TableAction[], table: string): Usage => ({
  ...noUsage(),
  requests: { 'DynamoDB.TransactWriteItems': 1 },
  writeUnits: unitsOfWrites(actions.map((action) => toTransactItem(action, table) as Record<string, object>)),
});

/**
 * Runs a transaction that also stores the usage of the work on a page so far, its own included. `actionsWith` returns its actions, with
 * these numbers added to the item of the page.
 */
export const transactWithUsage = async <T>(
  { meter, name }: { meter: Meter | undefined; name: string },
  actionsWith: (counters: Record<string, number>) => TableAction[],
  transact: (actions: readonly TableAction[]) => Promise<T | undefined>,
): Promise<T | undefined> => {
  const unsaved = meter?.takeUnsaved();
  if (!meter || !unsaved) return transact(actionsWith({}));
  const own = usageOf(actionsWith({}), name);
  const all = structuredClone(unsaved);
  addUsage(all, own);
  let isWritten = false;
  try {
    const refused = await transact(actionsWith(writeUsage(all)));
    isWritten = refused === undefined;
    return refused;
  } finally {
    meter.putBack(isWritten ? own : unsaved, isWritten ? -1 : 1);
  }
};
