import type { Json, JsonObject, Reason } from '@twl/contracts';
import { setKey } from '@twl/json';

const lone = /\p{Surrogate}/u;

/** What is wrong with a text that has a byte which is no character of its charset; undefined for a sound one. */
export const brokenByte = (text: string): string | undefined => {
  if (text.isWellFormed()) return undefined;
  const code = text.charCodeAt(text.search(lone));
  const byte = code > 0xdc7f && code < 0xdcff ? `the byte 0x${(code - 0xdc00).toString(16)}` : 'a byte';
  return `${byte} is no character of the charset (where the source writes another one, name it as encoding of the decoder)`;
};

/** The same for the texts of a value. */
const brokenIn = (value: Json): string | undefined => {
  if (typeof value === 'string') return brokenByte(value);
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, inner] of Object.entries(value)) {
    const problem = brokenByte(key) ?? brokenIn(inner);
    if (problem !== undefined) return problem;
  }
  return undefined;
};

/** The value with U+FFFD for what is no character. */
export const mended = (value: Json): Json => {
  if (typeof value === 'string') return value.toWellFormed();
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(mended);
  const object: JsonObject = {};
  for (const [key, inner] of Object.entries(value)) setKey(object, key.toWellFormed(), mended(inner));
  return object;
};

/** A found item, refused where it has a byte that is no character. */
export const refuseBroken = <T extends { value: Json; refused?: { reason: Reason; detail: string } }>(item: T): T => {
  const detail = item.refused ? undefined : brokenIn(item.value);
  return detail === undefined ? item : { ...item, value: mended(item.value), refused: { reason: 'ENCODING', detail } };
};
