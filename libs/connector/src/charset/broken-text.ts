import type { Json, JsonObject, Reason } from '@twl/contracts';
import { setKey } from '@twl/json';

const lone = /\p{Surrogate}/u;

/** Describes a byte that is not a character of the text's charset; undefined for a valid text. */
export const brokenByteOf = (text: string): string | undefined => {
  if (text.isWellFormed()) return undefined;
  const code = text.charCodeAt(text.search(lone));
  const byte = code > 0xdc7f && code < 0xdcff ? `the byte 0x${(code - 0xdc00).toString(16)}` : 'a byte';
  return `${byte} is not a character of the charset (where the source writes another one, name it as encoding of the decoder)`;
};

/** The same for the texts of a value. */
const findBroken = (value: Json): string | undefined => {
  if (typeof value === 'string') return brokenByteOf(value);
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, inner] of Object.entries(value)) {
    const problem = brokenByteOf(key) ?? findBroken(inner);
    if (problem !== undefined) return problem;
  }
  return undefined;
};

/** Replaces invalid characters of a value by U+FFFD. */
export const repairText = (value: Json): Json => {
  if (typeof value === 'string') return value.toWellFormed();
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(repairText);
  const object: JsonObject = {};
  for (const [key, inner] of Object.entries(value)) setKey(object, key.toWellFormed(), repairText(inner));
  return object;
};

/** Refuses a found item that has an invalid byte. */
export const refuseBroken = <T extends { value: Json; refused?: { reason: Reason; detail: string } }>(item: T): T => {
  const detail = item.refused ? undefined : findBroken(item.value);
  return detail === undefined ? item : { ...item, value: repairText(item.value), refused: { reason: 'ENCODING', detail } };
};
