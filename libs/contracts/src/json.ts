/** A JSON value. An integer that a double cannot hold exactly is a `bigint`, so that no digit is lost. */
export type Json = null | boolean | number | bigint | string | Json[] | JsonObject;

/** A JSON object. `__proto__` is an ordinary key. */
export interface JsonObject {
  [key: string]: Json;
}
