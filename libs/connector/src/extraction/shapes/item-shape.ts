import type { Json, JsonObject } from '@twl/contracts';
import { pointerKeys, isJsonObject, setKey } from '@twl/json';
import type { Located } from '../../roles/roles';

/** What a manifest says about items that are not objects, with evaluated texts. */
export interface ShapeNames {
  /** A field for each cell of a list; an empty name leaves the cell out. */
  columns?: readonly string[];
  /** A field for an item, or a cell, that is no object. */
  valueField?: string;
  /** A field for the key of each `*` of the path; an empty name leaves the key out. */
  keyFields: readonly string[];
  /** The positions of the `*` in the path, and its length. */
  wildcards: readonly number[];
  pathLength: number;
}

/** Makes objects of the items of one page. An item that cannot be one is refused with a hint for the manifest. */
export class ItemShape {
  constructor(private readonly names: ShapeNames) {}

  /** Returns the final form of an item. */
  shaped(item: Located): Located {
    const { columns, valueField } = this.names;
    const { value } = item;
    if (item.refused || isJsonObject(value)) return item;
    if (Array.isArray(value) && columns) return rowObject(item, value, columns);
    return valueField === undefined ? item : { pointer: item.pointer, value: withKey({}, valueField, value) };
  }

  /** An item with the keys of the mappings that the path leads through. */
  keyed(item: Located): Located {
    const { keyFields, wildcards, pathLength } = this.names;
    if (item.refused || keyFields.length === 0) return item;
    const { value, pointer } = item;
    if (!isJsonObject(value)) return refusedRow(item, `key_field needs an object, so name what is below the key ${namesFor(value)}`);
    const steps = pointerKeys(pointer).slice(-pathLength);
    for (const [at, name] of keyFields.entries()) {
      const wildcard = wildcards[at];
      const key = wildcard === undefined ? undefined : steps[wildcard];
      if (name === '' || key === undefined) continue;
      if (Object.hasOwn(value, name) && value[name] !== key)
        return refusedRow(item, `the item has a field ${JSON.stringify(name)} of its own (choose another key_field)`);
      setKey(value, name, key);
    }
    return item;
  }
}

const rowObject = (item: Located, cells: readonly Json[], columns: readonly string[]): Located => {
  if (cells.slice(columns.length).some((cell) => cell !== null && cell !== '')) {
    const counts = `the row has ${cells.length} cells, and there are names for ${columns.length}`;
    return refusedRow(item, `${counts} (columns: an empty name leaves a cell out)`);
  }
  const value: JsonObject = {};
  for (const [at, name] of columns.entries()) {
    const cell = cells[at];
    if (name !== '' && cell !== undefined) setKey(value, name, cell);
  }
  return { pointer: item.pointer, value };
};

const namesFor = (value: Json): string => (Array.isArray(value) ? 'with columns' : 'with value_field');

const withKey = (object: JsonObject, key: string, value: Json): JsonObject => {
  setKey(object, key, value);
  return object;
};

const refusedRow = ({ pointer, value }: Located, detail: string): Located => ({ pointer, value, refused: { reason: 'SHAPE', detail } });
