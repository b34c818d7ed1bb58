import type { Payload } from './payload';

/** Addresses that a request may use; checked at connect time, for the first address and after each redirect. */
export interface NetworkPolicy {
  /** Host names in lower case; a name with a port allows only that port. */
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
  /** Maximum size of the decoded body. */
  maxBytes: number;
  /** Maximum number of decoded bytes per encoded byte. */
  maxRatio: number;
  maxRedirects: number;
}

/** The cookies of one run. */
export interface CookieJar {
  /** Returns the value of the Cookie header for an address; undefined if it has no cookies. */
  header(url: string): string | undefined;
  /** Keeps the cookies of the Set-Cookie headers of a response. */
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
  /** Read before each request of a chain of redirects, and updated after it. */
  cookies?: CookieJar;
}

export interface HttpResponse {
  status: number;
  /** Names in lower case; repeated ones joined with a comma. */
  headers: Record<string, string>;
  /** Address of the response, after redirects. */
  url: string;
  /** Body as sent, without its content encoding. */
  body: Payload;
}

/** Sends one request. A response of any status is a result; only an incomplete response is an error. */
export abstract class HttpClient {
  /** @throws HttpError */
  abstract send(request: HttpRequest): Promise<HttpResponse>;
}
