import type { Payload } from './payload';

/** Where a request may go; checked for the first address and again after each redirect, at connect time. */
export interface NetworkPolicy {
  /** Host names, lower case; with a port only that port is meant. */
  allowedHosts: string[];
  allowPrivateAddresses: boolean;
  allowHttp: boolean;
}

/** Bounds of one exchange. */
export interface HttpLimits {
  connectMs: number;
  firstByteMs: number;
  idleMs: number;
  totalMs: number;
  /** Of the decoded body. */
  maxBytes: number;
  /** Decoded bytes per encoded byte. */
  maxRatio: number;
  maxRedirects: number;
}

/** The cookies of one run. */
export interface CookieJar {
  /** The value of the Cookie header for an address; undefined where there are none. */
  header(url: string): string | undefined;
  /** Keeps what the Set-Cookie headers of an answer say. */
  take(url: string, setCookies: readonly string[]): void;
}

export interface HttpRequest {
  method: string;
  url: string;
  headers: Record<string, string>;
  body?: string | Uint8Array;
  policy: NetworkPolicy;
  limits: HttpLimits;
  signal?: AbortSignal;
  /** Asked before each request of a chain of redirects, and told after each. */
  cookies?: CookieJar;
}

export interface HttpResponse {
  status: number;
  /** Names in lower case; repeated ones joined with a comma. */
  headers: Record<string, string>;
  /** Where the answer came from, after redirects. */
  url: string;
  /** Content encoding undone, otherwise as sent. */
  body: Payload;
}

/** Sends one request. Any status is an answer; only what gives no whole answer is an error. */
export abstract class HttpClient {
  /** @throws HttpError */
  abstract send(request: HttpRequest): Promise<HttpResponse>;
}
