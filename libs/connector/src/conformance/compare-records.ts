import type { Json, JsonObject } from '@twl/contracts';
import { toCanonicalJson } from '@twl/fingerprint';
import { isJsonObject } from '@twl/json';
import { deletePath } from '../transform/delete-path';
import type { ReplayedRecord } from './replay-read';

/** How two reads of the same differ. */
export interface RecordDifference {
  /** Keys that only one of them has. */
  missing: string[];
  /** Keys whose content differs, and the fields in which it does. */
  changed: string[];
  fields: string[];
}

/** Compares two reads by key; fields that are said to change by themselves are left out. */
export const compareRecords = (
  a: readonly ReplayedRecord[],
  b: readonly ReplayedRecord[],
  volatileFields: readonly string[],
): RecordDifference => {
  const byKey = (records: readonly ReplayedRecord[]) => new Map(records.map(({ key, data }) => [key, without(data, volatileFields)]));
  const [first, second] = [byKey(a), byKey(b)];
  const missing = [...first.keys()].filter((key) => !second.has(key)).concat([...second.keys()].filter((key) => !first.has(key)));
  const fields = new Set<string>();
  const changed = [...first].flatMap(([key, data]) => {
    const other = second.get(key);
    if (other === undefined || toCanonicalJson(data) === toCanonicalJson(other)) return [];
    differing(data, other, '').forEach((field) => fields.add(field));
    return [key];
  });
  return { missing, changed, fields: [...fields] };
};

const without = (data: JsonObject, paths: readonly string[]): JsonObject => {
  if (paths.length === 0) return data;
  const copy = structuredClone(data);
  for (const path of paths) deletePath(copy, path.split('.'));
  return copy;
};

const differing = (a: Json | undefined, b: Json | undefined, path: string): string[] => {
  if (isJsonObject(a) && isJsonObject(b)) {
    const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
    return [...keys].flatMap((key) => differing(a[key], b[key], path ? `${path}.${key}` : key));
  }
  return toCanonicalJson(a ?? null) === toCanonicalJson(b ?? null) ? [] : [path];
};

/** The first few of many, for a message. */
export const firstFew = (names: readonly string[], most = 3): string =>
  names.length > most ? `${names.slice(0, most).join(', ')} and ${names.length - most} more` : names.join(', ');
