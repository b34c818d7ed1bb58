/** How an endpoint misbehaves. Sizes are bytes, times milliseconds unless the name says otherwise. */
export type Fault =
  /** 429; `retryAfter` seconds, given as such, as a date, as an absurd number or not at all. */
  | { kind: 'rate_limit'; retryAfter?: number; form?: 'seconds' | 'date' | 'absurd' | 'none' }
  /** An error status, 500 when not told; with `retryAfter` seconds that header too. */
  | { kind: 'status'; status?: number; retryAfter?: number }
  /** Waits before the answer begins. */
  | { kind: 'slow'; delayMs?: number }
  /** Sends the answer a few bytes at a time. */
  | { kind: 'drip'; bytesPerSecond?: number }
  /** A whole HTTP answer whose content ends in the middle; `gzip` cuts the compressed form. */
  | { kind: 'truncated'; keep?: number; gzip?: boolean }
  /** `Content-Length` says `by` bytes more (or less) than are sent. */
  | { kind: 'wrong_length'; by?: number }
  /** A page for people instead of JSON. */
  | { kind: 'html'; status?: number }
  /** Success without records, while the declared counts stay. */
  | { kind: 'empty' }
  /** Success with a body of no bytes. */
  | { kind: 'empty_body' }
  /** There is always a next page: with the first page's content, or with ever new records. */
  | { kind: 'endless'; mode?: 'same' | 'new' }
  /** The connection is reset after `keep` bytes of the body. */
  | { kind: 'reset'; keep?: number }
  /** A byte in a text that no UTF-8 has. */
  | { kind: 'invalid_utf8' }
  /** A byte order mark before the JSON. */
  | { kind: 'bom' }
  /** An error as JSON, with status 200 when not told. */
  | { kind: 'error_object'; status?: number }
  /** A record in which its first key stands twice. */
  | { kind: 'duplicate_key'; index?: number }
  /** A record without its primary key. */
  | { kind: 'missing_key'; index?: number }
  /** A record with a number beyond 2^53. */
  | { kind: 'huge_integer'; index?: number; digits?: string }
  /** Every record is null. */
  | { kind: 'nulls' }
  /** JSON nested so many levels deep. */
  | { kind: 'deep'; levels?: number }
  /** A redirect: to itself when not told where. */
  | { kind: 'redirect'; to?: string; status?: number };

/** When a fault applies. */
export interface FaultScope {
  /** How many requests it spoils; for ever when not told. */
  count?: number;
  /** How many requests go through first. */
  skip?: number;
  /** Only requests with these query values: `{ "_page": "2" }`. */
  where?: Record<string, string>;
}

/** A fault with its scope, as it is switched on. */
export type FaultSetting = Fault & FaultScope;
