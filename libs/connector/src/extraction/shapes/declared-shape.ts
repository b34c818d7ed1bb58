import type { ComponentNode } from '../../build/component-node';
import type { Interpolator, Template, Scope } from '@twl/jinja';
import type { ShapeNames } from './item-shape';

const firstRow = 'first_row';

/** What an extractor declares about items that are not objects: our extension of the language. */
export interface DeclaredShape {
  /** The first row of each page names the columns. */
  header: boolean;
  /** Items that are lists are rows. */
  hasColumns: boolean;
  /** Path of the column names in the response. */
  columnsPath: readonly Template[] | undefined;
  /** Names for a page; `columns` only if the manifest has them. */
  names(scope: Scope): ShapeNames;
}

/** Reads `columns`, `columns_from`, `value_field` and `key_field` of a DpathExtractor. @throws ManifestError */
export const readDeclaredShape = (node: ComponentNode, interpolator: Interpolator): DeclaredShape | undefined => {
  if (!['columns', 'columns_from', 'value_field', 'key_field'].some((key) => node.has(key))) return undefined;
  checkColumns(node);
  const compiled = (key: string): Template[] =>
    node.list(key).map((name) => interpolator.compile(name === null ? '' : readText(node, key, name), node.parameters));
  const path = node.texts('field_path');
  const from = node.get('columns_from');
  const header = from === firstRow;
  const columns = node.has('columns') ? compiled('columns') : undefined;
  const [valueField, keyFields] = [compiled('value_field')[0], compiled('key_field')];
  const wildcards = path.flatMap((part, at) => (part === '*' ? [at] : []));
  checkKeys(node, keyFields.length, wildcards.length);
  return {
    header,
    hasColumns: columns !== undefined || from !== undefined,
    columnsPath: Array.isArray(from) ? compiled('columns_from') : undefined,
    names: (scope) => ({
      columns: columns?.map((name) => name.text(scope)),
      valueField: valueField?.text(scope),
      keyFields: keyFields.map((name) => name.text(scope)),
      wildcards,
      pathLength: path.length,
    }),
  };
};

const readText = (node: ComponentNode, key: string, value: unknown): string => {
  if (typeof value === 'object') throw node.error(`${key} must be a text or a list of texts`, key);
  return String(value);
};

const checkColumns = (node: ComponentNode): void => {
  const from = node.get('columns_from');
  if (node.has('columns') && node.has('columns_from'))
    throw node.error('columns gives the names of the columns, columns_from says where they are (remove one of them)', 'columns_from');
  if (node.has('columns') && node.list('columns').length === 0) throw node.error('columns needs at least one name', 'columns');
  const names = node.list('columns').filter((name) => name !== null && name !== '');
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) throw node.error(`columns has ${JSON.stringify(twice)} twice`, 'columns');
  if (from === undefined || Array.isArray(from)) return;
  if (from !== firstRow)
    throw node.error('columns_from must be first_row, or the path of the names in the response, as a list', 'columns_from');
  if (node.has('record_expander'))
    throw node.error('columns_from: first_row cannot be used with a record_expander (give the names with columns)', 'columns_from');
};

const checkKeys = (node: ComponentNode, names: number, wildcards: number): void => {
  if (names === 0) return;
  if (node.texts('field_path').includes('**'))
    throw node.error('key_field cannot be used with ** in field_path (write each step)', 'key_field');
  if (wildcards === 0)
    throw node.error(
      'key_field keeps the key that a * of field_path stands for, so write "*" where the keys are: [series, "*"]',
      'key_field',
    );
  if (names !== wildcards)
    throw node.error(
      `field_path has ${wildcards} times *, so key_field needs a list of ${wildcards} names (an empty one leaves a key out)`,
      'key_field',
    );
};
