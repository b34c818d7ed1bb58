import { createHash } from 'node:crypto';
import type { Json, JsonObject } from '@twl/contracts';
import { toCanonicalJson } from '@twl/fingerprint';
import { fieldOfPath } from '../document/field-at';

/** The primary key of a record as text, or why it has none. */
type RecordKey = { key: string } | { reason: 'KEY_MISSING' | 'KEY_INVALID' | 'KEY_TOO_LONG'; detail: string };

/** Finds the key of a record; each part is a path of field names. */
export type KeyReader = (record: JsonObject) => RecordKey;

/** The parts of a key as a manifest writes them: one field, fields, or paths of fields. */
export const readKeyFields = (declared: Json | undefined): string[][] => {
  if (typeof declared === 'string') return declared === '' ? [] : [[declared]];
  if (!Array.isArray(declared)) return [];
  return declared.map((part) => (Array.isArray(part) ? part.map(String) : [String(part)]));
};

/** Reads keys with these parts; without any, a record is its own key, by a digest of its content. */
export const createKeyReader = (parts: string[][]): KeyReader => {
  if (parts.length === 0)
    return (record) => ({ key: `content:${createHash('sha256').update(toCanonicalJson(record)).digest('hex').slice(0, 32)}` });
  return (record) => {
    const values: Json[] = [];
    for (const part of parts) {
      const value = fieldOfPath(record, part);
      if (value === undefined || value === null)
        return { reason: 'KEY_MISSING', detail: `the primary key field ${part.join('.')} is missing` };
      if (typeof value === 'object')
        return { reason: 'KEY_INVALID', detail: `the primary key field ${part.join('.')} is not a plain value` };
      if (typeof value === 'number' && !Number.isFinite(value))
        return { reason: 'KEY_INVALID', detail: `the primary key field ${part.join('.')} is no number` };
      values.push(value);
    }
    const [first] = values;
    return boundKey(values.length === 1 && first !== undefined ? singleKey(first) : toCanonicalJson(values));
  };
};

/** Length of the text, bytes. A record's id is its key with a prefix of source and stream, and stores limit the length of an id. */
const longestKey = 1024;

const boundKey = (key: string): RecordKey => {
  const bytes = key.length * 3 <= longestKey ? 0 : Buffer.byteLength(key);
  if (bytes <= longestKey) return { key };
  return {
    reason: 'KEY_TOO_LONG',
    detail: `the primary key has ${bytes} bytes, ${longestKey} are possible (choose shorter fields with primaryKey)`,
  };
};

const singleKey = (value: Json): string => {
  if (typeof value !== 'string') return typeof value === 'number' ? JSON.stringify(value) : String(value);
  return isPlain(value) ? value : JSON.stringify(value);
};

/** Returns true for a text that cannot be confused with a number, `true`, `null`, or another key in quotes. */
const isPlain = (text: string): boolean => {
  if (text === '' || hasOddSigns(text) || !text.isWellFormed() || text.startsWith('"')) return false;
  if (jsonStart.test(text)) return !isJson(text);
  return text !== 'true' && text !== 'false' && text !== 'null' && !jsonNumber.test(text);
};

/** Characters of JSON besides plain words and numbers. */
const jsonStart = /^[ [{]/;
const jsonNumber = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)? *$/;

// A failing parse costs more than all the rest of a record: it is left to the rare texts that need it.
const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

const hasOddSigns = (text: string): boolean => {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) < 32) return true;
  return false;
};
