import type { JsonObject, Json } from '@twl/contracts';
import type { CursorScale } from './cursor-scale';
import { fieldOfPath } from '../document/field-at';

/** Reads the cursor value of records; undefined if a record has no valid one. */
export const createCursorReader =
  <V>(scale: CursorScale<V>, field: string): ((record: JsonObject) => V | undefined) =>
  (record) => {
    const value: Json | undefined = fieldOfPath(record, [field]);
    if (value === undefined || value === null) return undefined;
    try {
      return scale.parse(value);
    } catch {
      return undefined;
    }
  };
