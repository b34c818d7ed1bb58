/** A JSON value. Integers outside the range a double holds exactly are `bigint`, so no digit is lost on the way. */
export type Json = null | boolean | number | bigint | string | Json[] | JsonObject;

/** A JSON object; always created without a prototype surprise: `__proto__` is an ordinary key. */
export interface JsonObject {
  [key: string]: Json;
}
