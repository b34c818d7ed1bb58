import type { Json, JsonObject } from '@twl/contracts';
import type { HttpError, Payload } from '@twl/ports';
import type { RunCookies } from './run-cookies';

/** The body of a request, before it is written out. */
export type DraftBody = { kind: 'json'; value: Json } | { kind: 'form'; value: JsonObject } | { kind: 'text'; value: string };

/** A request while it is put together; authenticators change it in place. */
export interface DraftRequest {
  method: string;
  /** Without the query in `params`. It can have a query of its own. */
  url: string;
  /** Names as they were written. */
  headers: Record<string, string>;
  /** In order; a list is sent as the same name several times. */
  params: Map<string, string | string[]>;
  body?: DraftBody;
  /** The cookies that it is sent with, and that its response adds to. */
  cookies?: RunCookies;
}

/** A complete response whose body is unread. */
export interface SourceResponse {
  status: number;
  /** Names in lower case. */
  headers: Record<string, string>;
  /** URL of the response after redirects. */
  url: string;
  body: Payload;
  /** The request it answers, as it was sent. */
  request: DraftRequest;
  /** Reads the body as JSON, once; undefined if it is not JSON or is over 16 MiB. */
  json(): Promise<Json | undefined>;
  /** The first 64 KiB of the body as text. */
  text(): Promise<string>;
}

/** The result of sending: a response of any status, or an error. */
export type ExchangeResult = { response: SourceResponse; error?: undefined } | { response?: undefined; error: HttpError };

/** Sends one request as it is: the source's network policy and limits, no authentication, no retry. */
export interface Sender {
  /** @throws HttpError */
  send(request: DraftRequest, signal?: AbortSignal): Promise<SourceResponse>;
}
