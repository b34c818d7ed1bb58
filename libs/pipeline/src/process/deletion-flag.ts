import { deletionFlag, type DeletionsSetting, type Json, type JsonObject } from '@twl/contracts';
import { parseFieldPath } from '@twl/fingerprint';
import { memberAt } from '@twl/json';

/** Values of a flag that mean "not deleted". */
const falseTexts = new Set(['', '0', 'false', 'f', 'n', 'no', 'null', 'none', 'nil']);

/** The dates that sources write for "no date": the zero dates of MySQL, Go and .NET, and the start of 1970, which is 0 as a date. */
const noDate = /^(?:0000-00-00|0001-01-01|1970-01-01(?:$|t00:00:00(?:\.0+)?(?:z|\+00:?00)?$| 00:00:00))/;

/**
 * Returns a function that checks the deletion flag of a record by the settings of its stream: a date, a true value, or one of the listed values.
 * Undefined if the source does not flag deleted records.
 */
export const deletionFlagMatcher = (setting: DeletionsSetting): ((record: JsonObject) => boolean) | undefined => {
  const flag = deletionFlag(setting);
  if (!flag) return undefined;
  const path = parseFieldPath(flag.field);
  const values = flag.values && new Set(flag.values.map(String));
  return (record) => {
    const value = memberAt(record, path);
    if (!values) return isSet(value);
    return value !== undefined && value !== null && typeof value !== 'object' && values.has(String(value));
  };
};

const isSet = (value: Json | undefined): boolean => {
  if (value === undefined || value === null) return false;
  if (typeof value === 'object') return Object.keys(value).length > 0;
  if (typeof value !== 'string') return Boolean(value);
  const text = value.trim().toLowerCase();
  return !falseTexts.has(text) && !noDate.test(text);
};
