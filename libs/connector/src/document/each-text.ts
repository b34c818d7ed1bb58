import type { Json, JsonObject } from '@twl/contracts';
import { isJsonObject, setKey } from '@twl/json';

/** A value with every text in it changed. Keys stay. */
export const visitTexts = (value: Json, change: (text: string) => string): Json => {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((item) => visitTexts(item, change));
  if (!isJsonObject(value)) return value;
  const changed: JsonObject = {};
  for (const [key, item] of Object.entries(value)) setKey(changed, key, visitTexts(item, change));
  return changed;
};
