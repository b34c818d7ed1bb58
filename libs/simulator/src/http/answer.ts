/** Where an answer's records are, so that a fault can spoil them. */
export interface RecordsIn {
  /** The key that holds the list; null when the body is the list. */
  at: string | null;
  /** The path of a record's primary key. */
  key: readonly string[];
  /** The path of a number in a record. */
  number: readonly string[];
}

/** What an endpoint answers, before it becomes bytes. */
export interface SimulatedAnswer {
  status: number;
  headers: Record<string, string>;
  body: unknown;
  /** The body's bytes as text, where it is not the JSON of `body`. */
  text?: string;
  records?: RecordsIn;
  /** Whether the answer carries a weak ETag over its content. */
  etag?: boolean;
  /** Pretty-printed, as json-server does. */
  pretty?: boolean;
}

/** What an endpoint is asked. */
export interface Call {
  /** The full address, as the client named it. */
  url: URL;
  /** What follows the endpoint's own path. */
  rest: string;
  method: string;
  /** Names in lower case; the first value of each. */
  headers: Record<string, string>;
  body: string;
  /** The body as a JSON object; empty when it is none. */
  json(): Record<string, unknown>;
  /** Set while the paging never ends: with the first page again and again, or with ever new records. */
  endless?: 'same' | 'new';
}

export const jsonHeaders = { 'Content-Type': 'application/json; charset=utf-8' } as const;

/** An answer that says what is wrong. */
export const problem = (status: number, error: string): SimulatedAnswer => ({ status, headers: { ...jsonHeaders }, body: { error } });
