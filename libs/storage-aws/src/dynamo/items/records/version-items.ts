import type { Item } from '../../table/action';
import type { Table } from '../../table/table';
import { versionRange } from '../keys';

/** The shelf of a record's earlier versions; undefined for the usual one. */
export const shelfOf = (item: Item): string | undefined => item['h'] as string | undefined;

/** The earlier versions of a record, oldest first. */
export const readVersions = (table: Table, gen: string, of: { key: string; item: Item }): Promise<Item[]> =>
  table.all(versionRange(gen, of.key, shelfOf(of.item)));
