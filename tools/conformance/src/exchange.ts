/** A request to the API and its answer, as a test saw them. */
export interface ApiExchange {
  method: string;
  /** Path and query as they were sent: `/api/records?limit=1`. */
  path: string;
  /** The body as it was sent, parsed; undefined where none was. */
  sent?: unknown;
  status: number;
  /** By name in lower case. */
  headers: Readonly<Record<string, string | string[] | undefined>>;
  /** The body of the answer; empty where it has none. */
  text: string;
}

/** The media type of an answer, without its parameters; empty where it names none. */
export const mediaType = ({ headers }: ApiExchange): string =>
  String(headers['content-type'] ?? '')
    .split(';', 1)[0]!
    .trim();
