import type { JsonObject, Json } from '@twl/contracts';
import type { CursorScale } from './cursor-scale';
import { fieldAt } from '../document/field-at';

/** Reads the cursor value of records; undefined where a record has none that can be read. */
export const createCursorReader =
  <V>(scale: CursorScale<V>, field: string): ((record: JsonObject) => V | undefined) =>
  (record) => {
    const value: Json | undefined = fieldAt(record, [field]);
    if (value === undefined || value === null) return undefined;
    try {
      return scale.parse(value);
    } catch {
      return undefined;
    }
  };
