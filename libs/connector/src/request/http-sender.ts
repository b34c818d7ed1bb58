import type { Json, SourceLimits } from '@twl/contracts';
import type { HttpClient, HttpLimits, HttpResponse, NetworkPolicy } from '@twl/ports';
import type { SourceResponse, DraftRequest, Sender } from '../exchange/exchange';
import { beginningOfBody, parseResponseJson } from './response-content';
import { fullUrlOf } from '../exchange/request-address';
import { writeBody } from './request-body';

/** Bounds of one exchange with a source. */
const httpLimits = (limits: SourceLimits): HttpLimits => ({
  connectMs: limits.connectSeconds * 1000,
  firstByteMs: limits.firstByteSeconds * 1000,
  idleMs: limits.idleSeconds * 1000,
  totalMs: limits.requestSeconds * 1000,
  maxBytes: limits.pageBytes,
  maxRatio: 200,
  maxRedirects: 3,
});

/** Sends the drafts of the engine through an HTTP client, within a source's network policy. */
export class HttpSender implements Sender {
  private readonly limits: HttpLimits;

  constructor(
    private readonly http: HttpClient,
    private readonly policy: NetworkPolicy,
    limits: SourceLimits,
  ) {
    this.limits = httpLimits(limits);
  }

  async send(request: DraftRequest, signal?: AbortSignal): Promise<SourceResponse> {
    const body = request.body && writeBody(request.body);
    const headers = { ...defaultHeaders(request.headers), ...request.headers };
    if (body?.contentType && !hasHeader(headers, 'content-type')) headers['Content-Type'] = body.contentType;
    const response = await this.http.send({
      method: request.method,
      url: fullUrlOf(request),
      headers,
      body: body?.text,
      policy: this.policy,
      limits: this.limits,
      signal,
      cookies: request.cookies,
    });
    return toSourceResponse(response, request);
  }
}

const hasHeader = (headers: Record<string, string>, name: string): boolean =>
  Object.keys(headers).some((key) => key.toLowerCase() === name);

const defaultHeaders = (headers: Record<string, string>): Record<string, string> => ({
  ...(hasHeader(headers, 'accept') ? {} : { Accept: '*/*' }),
  ...(hasHeader(headers, 'user-agent') ? {} : { 'User-Agent': 'twl-data-pipeline' }),
});

const toSourceResponse = (response: HttpResponse, request: DraftRequest): SourceResponse => {
  let json: Promise<Json | undefined> | undefined;
  return {
    ...response,
    request,
    json: () => (json ??= parseResponseJson(response.body, response.headers)),
    text: () => beginningOfBody(response.body, response.headers),
  };
};
