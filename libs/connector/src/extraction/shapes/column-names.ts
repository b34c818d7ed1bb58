import type { Json } from '@twl/contracts';
import { UnreadablePageError } from '@twl/ports';
import type { Located } from '../../roles/roles';

/** Columns of a row at most. */
const most = 10_000;

/** Reads the column names of a response; a column without a name is named by its index. @throws UnreadablePageError SHAPE */
export const readColumnNames = (cells: readonly Json[], where: string): string[] => {
  if (cells.length > most) throw unusable(where, `are ${cells.length}, and ${most} are possible`);
  const names = cells.map((cell, at) => {
    if (typeof cell === 'object' && cell !== null)
      throw unusable(where, `are no texts (one is ${Array.isArray(cell) ? 'a list' : 'an object'})`);
    return cell === null || cell === '' ? `column_${at + 1}` : String(cell);
  });
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) throw unusable(where, `have ${JSON.stringify(twice)} twice`);
  return names;
};

/** The names at a path of the response. @throws UnreadablePageError SHAPE */
export const findColumns = async (found: AsyncIterable<readonly Located[]>, path: readonly string[]): Promise<string[]> => {
  const where = `at ${path.join('.')}`;
  const cells: Json[] = [];
  for await (const items of found) {
    for (const { value } of items) cells.push(value);
    if (cells.length > most) break;
  }
  if (cells.length === 0) throw unusable(where, 'are not there');
  return readColumnNames(cells, where);
};

const unusable = (where: string, what: string): UnreadablePageError =>
  new UnreadablePageError('SHAPE', `the names of the columns ${where} ${what} (columns_from says where they are; columns gives them)`);
