import type { Json } from '@twl/contracts';
import { isJsonObject, valueAt, getKey } from '@twl/json';

/** A name with dots is taken as it stands where the record has such a field, else as a path. */
export const fieldAt = (record: Json, path: string[]): Json | undefined => {
  if (path.length > 1 || !isJsonObject(record)) return valueAt(record, path);
  const whole = getKey(record, path[0]!);
  return whole === undefined && path[0]!.includes('.') ? valueAt(record, path[0]!.split('.')) : whole;
};
