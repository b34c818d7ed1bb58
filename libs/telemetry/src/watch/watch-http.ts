import { HttpClient, type HttpRequest, type HttpResponse } from '@twl/ports';
import type { Tracer } from '../trace/tracer';
import { errorType } from './watch-engine';

/** An HTTP client whose requests are spans of the work that sends them. A span has no path and no query, because these can hold secrets. */
export class WatchedHttpClient extends HttpClient {
  constructor(
    private readonly http: HttpClient,
    private readonly tracer: Tracer,
  ) {
    super();
  }

  async send(request: HttpRequest): Promise<HttpResponse> {
    if (!this.tracer.current) return this.http.send(request);
    const startedAt = Date.now();
    const began = performance.now();
    const end = (status: number | undefined, error?: unknown): void =>
      this.tracer.record({
        ...{ name: request.method, side: 'client', startedAt, ms: performance.now() - began, error },
        attributes: {
          'http.request.method': request.method,
          'server.address': URL.parse(request.url)?.hostname,
          'http.response.status_code': status,
          'error.type': errorType(error),
        },
      });
    try {
      const response = await this.http.send(request);
      end(response.status);
      return response;
    } catch (error) {
      end(undefined, error);
      throw error;
    }
  }
}
