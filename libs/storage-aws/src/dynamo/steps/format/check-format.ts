import { requireValue } from '@twl/ports';
import { formatItem, formatKey, isUnmarked, raiseFormat, readFormat } from '../../items/format-item';
import { streamsPk } from '../../items/runs/stream-items';
import type { Table } from '../../table/table';
import { TableFormatError } from './table-format-error';

/** The format of a table that has items and does not say which. */
const unmarkedFormat = 1;
/** The format of a new table. Formats 1 and 2 have other items, and nothing upgrades them. */
const firstFormat = 3;

/** Brings the items of a table to the next format. It may be interrupted, and done again, by another process too. */
type FormatUpgrade = (table: Table) => Promise<void>;

/** The steps from format 3 to 4, then from 4 to 5, and so on. A released step never changes; new ones are added. */
const upgrades: readonly FormatUpgrade[] = [];

/**
 * Marks an empty table with the format of this version, and upgrades the items of an older one. Costs one read where there is nothing to do.
 * @throws TableFormatError when the table is newer than this version of the product, or too old. @throws AwsError
 */
export const checkFormat = async (table: Table, steps = upgrades): Promise<void> => {
  const current = firstFormat + steps.length;
  for (;;) {
    const found = await findFormat(table, current);
    if (found === current) return;
    if (found < firstFormat || found > current) throw new TableFormatError(table.name, { found, current });
    await requireValue(steps[found - firstFormat], `step from format ${found}`)(table);
    await table.update(formatKey, raiseFormat(found));
  }
};

const findFormat = async (table: Table, current: number): Promise<number> => {
  const marked = readFormat(await table.get(formatKey));
  if (marked !== undefined) return marked;
  if (!(await isEmpty(table))) return unmarkedFormat;
  // Another process may mark the table first, and with another format.
  return (await table.put(formatItem(current), isUnmarked)) ? current : findFormat(table, current);
};

const isEmpty = async (table: Table): Promise<boolean> => {
  for await (const streams of table.query({ pk: streamsPk, limit: 1 })) if (streams.length > 0) return false;
  return true;
};
