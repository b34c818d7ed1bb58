import type { Json } from '@twl/contracts';
import { isJsonObject, valueAt, getKey } from '@twl/json';

/** A name with dots is used literally if the record has such a field, otherwise as a path. */
export const fieldOfPath = (record: Json, path: string[]): Json | undefined => {
  const [name] = path;
  if (name === undefined || path.length > 1 || !isJsonObject(record)) return valueAt(record, path);
  const whole = getKey(record, name);
  return whole === undefined && name.includes('.') ? valueAt(record, name.split('.')) : whole;
};
