import type { StreamSettings } from '@twl/contracts';
import type { ComponentNode } from '../build/component-node';
import { isIndexStep } from '../paths/field-path';
import type { CellPattern } from './field-patterns';

/** Where rows that are lists stand in a response. */
export interface Rows {
  extractor: ComponentNode;
  columns: readonly string[];
  /** From the top of a document to the rows. */
  path: readonly string[];
  /** The path leads to each row, not to the list of them. */
  isEach: boolean;
  /** Each line is a document; otherwise they may stand in a list. */
  lines: boolean;
}

/** Returns the cells of the columns to redact. @throws ManifestError for a field inside a cell */
export const redactCells = (rows: Rows, redact: StreamSettings['redact']): CellPattern[] => {
  const rowLists = listsOn(rows);
  return redact.flatMap((entry) => {
    const { field, how } = typeof entry === 'string' ? { field: entry, how: 'remove' as const } : entry;
    const at = rows.columns.indexOf(field);
    if (at >= 0) return rowLists.map((list) => ({ ...list, at, how }));
    const [column = field] = field.split('.');
    if (rows.columns.includes(column))
      throw rows.extractor.error(`${field}, which is to be redacted, is inside of a cell: redact the whole cell, ${column}`, 'columns');
    return [];
  });
};

type RowList = Pick<CellPattern, 'path' | 'lists'>;

/** The ways in which the path may lead to the rows: `*` and places are either a key or a list. */
const listsOn = ({ path, isEach, lines }: Rows): RowList[] => {
  let found: RowList[] = [{ path: [], lists: 0 }];
  for (const [index, part] of path.entries()) {
    const inList = part === '*' && index === 0 && !lines ? 2 : 1;
    found = found.flatMap((each) => {
      const asKey: RowList = { path: [...each.path, part], lists: 0 };
      return part === '*' || isIndexStep(part) ? [asKey, { ...each, lists: each.lists + inList }] : [asKey];
    });
  }
  const inside = isEach || (path.length === 0 && lines) ? 1 : 2;
  return found.map((each) => ({ ...each, lists: each.lists + inside }));
};
