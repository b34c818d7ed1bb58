import { HttpClient, HttpError, type HttpRequest, type HttpResponse } from '@twl/ports';
import { BytesPayload } from '../payload/bytes-payload';

/** A scripted response; a body that is not a string is sent as JSON. */
export interface ScriptedResponse {
  status?: number;
  headers?: Record<string, string>;
  /** Cookies that the response sets. */
  setCookies?: string[];
  body?: unknown;
  /** No whole response comes. */
  error?: HttpError;
}

/** A request as the script sees it. */
export interface SeenRequest {
  method: string;
  path: string;
  query: Record<string, string>;
  headers: Record<string, string>;
  body: string;
  url: URL;
}

type Script = (request: SeenRequest, count: number) => ScriptedResponse | Promise<ScriptedResponse>;

/** An HTTP client with the responses of the test. Records the requests. */
export class ScriptedHttp extends HttpClient {
  readonly seen: SeenRequest[] = [];

  constructor(private readonly script: Script) {
    super();
  }

  /** The requests in one line each: `GET /posts?page=1`. */
  get lines(): string[] {
    return this.seen.map(({ method, url }) => `${method} ${url.pathname}${decodeURIComponent(url.search)}`);
  }

  async send(request: HttpRequest): Promise<HttpResponse> {
    request.signal?.throwIfAborted();
    const url = new URL(request.url);
    const host = request.policy.allowedHosts.find((each) => each === url.host || each === url.hostname);
    if (!host) throw new HttpError('HTTP_FORBIDDEN', `the host ${url.host} is not allowed`);
    const body = typeof request.body === 'string' ? request.body : Buffer.from(request.body ?? '').toString();
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value]));
    const cookie = request.cookies?.header(request.url);
    if (cookie) headers['cookie'] = [headers['cookie'], cookie].filter(Boolean).join('; ');
    const seen = { method: request.method, path: url.pathname, query: Object.fromEntries(url.searchParams), headers, body, url };
    this.seen.push(seen);
    const response = await this.script(seen, this.seen.length);
    if (response.error) throw response.error;
    request.cookies?.take(request.url, response.setCookies ?? []);
    const text =
      typeof response.body === 'string'
        ? response.body
        : response.body instanceof Uint8Array
          ? response.body
          : JSON.stringify(response.body ?? null);
    return {
      status: response.status ?? 200,
      headers: {
        'content-type': 'application/json',
        ...(response.setCookies && { 'set-cookie': response.setCookies.join(', ') }),
        ...response.headers,
      },
      url: request.url,
      body: new BytesPayload(typeof text === 'string' ? Buffer.from(text) : text),
    };
  }
}
