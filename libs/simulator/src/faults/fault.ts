/** How an endpoint misbehaves. Sizes are in bytes, times in milliseconds unless the name says otherwise. */
export type Fault =
  /** 429, with `retryAfter` seconds as a number, as a date, as an absurd number or without the header. */
  | { kind: 'rate_limit'; retryAfter?: number; form?: 'seconds' | 'date' | 'absurd' | 'none' }
  /** An error status, by default 500; with `retryAfter` it has that header too, in seconds. */
  | { kind: 'status'; status?: number; retryAfter?: number }
  /** Waits before the response begins. */
  | { kind: 'slow'; delayMs?: number }
  /** Sends the response a few bytes at a time. */
  | { kind: 'drip'; bytesPerSecond?: number }
  /** A complete HTTP response whose content ends in the middle; `gzip` cuts the compressed form. */
  | { kind: 'truncated'; keep?: number; gzip?: boolean }
  /** `Content-Length` is `by` bytes larger (or smaller) than the body. */
  | { kind: 'wrong_length'; by?: number }
  /** An HTML page instead of JSON. */
  | { kind: 'html'; status?: number }
  /** Success without records; the declared counts stay. */
  | { kind: 'empty' }
  /** Success with an empty body. */
  | { kind: 'empty_body' }
  /** There is always a next page: with the content of the first page, or with new records each time. */
  | { kind: 'endless'; mode?: 'same' | 'new' }
  /** The connection is reset after `keep` bytes of the body. */
  | { kind: 'reset'; keep?: number }
  /** A byte in a string that is not valid UTF-8. */
  | { kind: 'invalid_utf8' }
  /** A byte order mark before the JSON. */
  | { kind: 'bom' }
  /** An error as JSON, by default with status 200. */
  | { kind: 'error_object'; status?: number }
  /** A record in which its first key occurs twice. */
  | { kind: 'duplicate_key'; index?: number }
  /** A record without its primary key. */
  | { kind: 'missing_key'; index?: number }
  /** A record with a number beyond 2^53. */
  | { kind: 'huge_integer'; index?: number; digits?: string }
  /** Every record is null. */
  | { kind: 'nulls' }
  /** JSON with this many levels of nesting. */
  | { kind: 'deep'; levels?: number }
  /** A redirect, by default to itself. */
  | { kind: 'redirect'; to?: string; status?: number };

/** When a fault applies. */
export interface FaultScope {
  /** How many requests it affects; no limit by default. */
  count?: number;
  /** How many requests pass before it applies. */
  skip?: number;
  /** Only requests with these query values: `{ "_page": "2" }`. */
  where?: Record<string, string>;
}

/** A fault with its scope, as it is activated. */
export type FaultSetting = Fault & FaultScope;
