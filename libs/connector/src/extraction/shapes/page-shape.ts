import { UnreadablePageError, requireValue, requireFirst } from '@twl/ports';
import type { Decoder, Located, ReadablePage } from '../../roles/roles';
import { readColumnNames, findColumns } from './column-names';
import type { DeclaredShape } from './declared-shape';
import { findItemsAt } from './items-at';
import { ItemShape } from './item-shape';

/** Where the items of a page come from. */
interface Source {
  page: ReadablePage;
  decoder: Decoder;
}

/** How the items of a page become objects; the column names of the page are read with the first list. */
export class PageShape {
  private shape: ItemShape | undefined;

  constructor(
    private readonly declared: DeclaredShape,
    private readonly source: Source,
  ) {}

  /** The items of the page, without blank rows and the row that names the columns; with their keys, and not shaped yet. */
  async *rows(found: AsyncIterable<readonly Located[]>): AsyncGenerator<readonly Located[], void> {
    for await (const items of found) {
      const rows = this.declared.hasColumns ? items.filter((item) => !isBlank(item)) : items;
      if (this.shape || rows.length === 0) yield rows;
      else yield await this.begin(rows);
    }
  }

  /** One of those items, or an element of a list inside of one, as an object. */
  finished(item: Located): Located {
    return requireValue(this.shape, beforeFirst).shaped(item);
  }

  keyed(item: Located): Located {
    return requireValue(this.shape, beforeFirst).keyed(item);
  }

  private async begin(items: readonly Located[]): Promise<readonly Located[]> {
    const { declared } = this;
    const { page } = this.source;
    const names = declared.names(page.scope);
    const columns = declared.header ? headerOf(requireFirst(items)) : ((await this.columnsInResponse()) ?? names.columns);
    this.shape = new ItemShape({ ...names, columns });
    return declared.header ? items.slice(1) : items;
  }

  private async columnsInResponse(): Promise<string[] | undefined> {
    const { page, decoder } = this.source;
    const path = this.declared.columnsPath?.map((part) => part.text(page.scope));
    return path && (await findColumns(findItemsAt(decoder, page, path), path));
  }
}

const beforeFirst = 'shape before the first items of the page';

/** As a sheet has it between others. */
const isBlank = ({ value, refused }: Located): boolean => !refused && Array.isArray(value) && value.length === 0;

const headerOf = ({ value, refused }: Located): string[] => {
  if (refused) throw new UnreadablePageError('SHAPE', `the row that names the columns cannot be read: ${refused.detail}`);
  if (!Array.isArray(value))
    throw new UnreadablePageError(
      'SHAPE',
      'the first item is not a list, so it cannot name the columns (columns_from: first_row needs rows that are lists)',
    );
  return readColumnNames(value, 'in the first row');
};
