import type { Json } from '@twl/contracts';
import { isJsonObject } from '@twl/json';

/** Returns a value as Python's `str()` shows it; headers and queries contain this form. */
export const toPythonLiteral = (value: Json): string => (typeof value === 'string' ? value : repr(value));

const repr = (value: Json): string => {
  if (value === null) return 'None';
  if (value === true) return 'True';
  if (value === false) return 'False';
  if (typeof value === 'string') return quote(value);
  if (Array.isArray(value)) return `[${value.map(repr).join(', ')}]`;
  if (isJsonObject(value)) {
    return `{${Object.entries(value)
      .map(([key, item]) => `${quote(key)}: ${repr(item)}`)
      .join(', ')}}`;
  }
  return String(value);
};

const quote = (text: string): string => {
  const mark = text.includes("'") && !text.includes('"') ? '"' : "'";
  return mark + text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll(mark, `\\${mark}`) + mark;
};
