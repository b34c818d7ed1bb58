/** Where the records of a response are, so that a fault can spoil them. */
export interface RecordsIn {
  /** The key of the list; null if the body is the list. */
  at: string | null;
  /** The path of a record's primary key. */
  key: readonly string[];
  /** The path of a number in a record. */
  number: readonly string[];
}

/** A response of an endpoint before it is encoded. */
export interface SimulatedResponse {
  status: number;
  headers: Record<string, string>;
  body: unknown;
  /** The body as text, if it is not the JSON of `body`. */
  text?: string;
  records?: RecordsIn;
  /** Adds a weak ETag of the content. */
  etag?: boolean;
  /** Pretty-printed, as json-server does. */
  pretty?: boolean;
}

/** A request to an endpoint. */
export interface EndpointCall {
  /** The full URL, as the client wrote it. */
  url: URL;
  /** The rest of the path after the endpoint's own. */
  rest: string;
  method: string;
  /** Names in lower case; the first value of each. */
  headers: Record<string, string>;
  body: string;
  /** The body as a JSON object; empty if it is not one. */
  json(): Record<string, unknown>;
  /** Set while the paging never ends: with the first page again, or with new records. */
  endless?: 'same' | 'new';
}

export const jsonHeaders = { 'Content-Type': 'application/json; charset=utf-8' } as const;

/** Returns a response that reports a problem. */
export const problemResponse = (status: number, error: string): SimulatedResponse => ({
  status,
  headers: { ...jsonHeaders },
  body: { error },
});
