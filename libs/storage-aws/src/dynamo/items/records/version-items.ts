import type { Version } from '@twl/ports';
import type { TableAction, TableItem } from '../../table/action';
import type { Table } from '../../table/table';
import type { Bodies } from '../bodies';
import { versionKey, versionRange } from '../keys';
import { readRecordFields } from './record-items';

/** A version of a record, and the version set: undefined for the default one. */
interface VersionId {
  gen: string;
  key: string;
  version: number;
  versionSet: string | undefined;
}

/** Removes a version, as an action of a transaction. */
export const removeVersion = ({ gen, key, ...of }: VersionId): TableAction => ({ is: 'version', remove: versionKey(gen, key, of) });

/** Returns a version as an item. */
export const versionItem = async (bodies: Bodies, { gen, key, ...of }: VersionId, content: Version): Promise<TableItem> => ({
  ...versionKey(gen, key, of),
  v: of.version,
  ...(await bodies.store(content)),
});

/** Reads the number of a version. */
export const readVersionNumber = (item: TableItem): number => item['v'] as number;

/** Returns the same version in another version set. */
export const moveVersion = (item: TableItem, { gen, key, versionSet }: Omit<VersionId, 'version'>): TableItem => ({
  ...item,
  ...versionKey(gen, key, { version: readVersionNumber(item), versionSet }),
});

/** Reads the earlier versions of a record, oldest first. */
export const readVersions = (table: Table, gen: string, of: { key: string; item: TableItem }): Promise<TableItem[]> =>
  table.all(versionRange(gen, of.key, readRecordFields(of.item).versionSet));
