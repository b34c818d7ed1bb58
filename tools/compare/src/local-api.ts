import { createServer, type IncomingHttpHeaders } from 'node:http';
import { text } from 'node:stream/consumers';
import type { AddressInfo } from 'node:net';

/** One request as the local server sees it. */
export interface Asked {
  method: string;
  path: string;
  query: Record<string, string>;
  /** The query as it was sent, every value of a repeated key included. */
  pairs: [string, string][];
  headers: IncomingHttpHeaders;
  body: string;
  /** How often this path has been asked for, this time included. */
  count: number;
}

/** What the local server says. Objects and lists are sent as JSON. */
export interface LocalAnswer {
  status?: number;
  headers?: Record<string, string>;
  body?: unknown;
}

/** Answers one request. */
export type Api = (asked: Asked) => LocalAnswer | Promise<LocalAnswer>;

/** A server on a free port of this machine that both engines read from, one after the other. */
export interface LocalApi {
  base: string;
  /** Forgets the requests seen so far, and answers with this from now on. */
  serve(api: Api): void;
  seen(): readonly Asked[];
  close(): void;
}

/** Starts the server. */
export const startLocalApi = async (): Promise<LocalApi> => {
  let api: Api = () => ({ status: 404 });
  let seen: Asked[] = [];
  const counts = new Map<string, number>();
  const server = createServer((request, response) => {
    const url = new URL(request.url!, 'http://local');
    const path = decodeURIComponent(url.pathname);
    const pairs = [...url.searchParams];
    const count = (counts.get(path) ?? 0) + 1;
    counts.set(path, count);
    void (async () => {
      const body = await text(request);
      const asked: Asked = {
        method: request.method!,
        path,
        query: Object.fromEntries(pairs),
        pairs,
        headers: request.headers,
        body,
        count,
      };
      seen.push(asked);
      const answer = await api(asked);
      response.writeHead(answer.status ?? 200, { 'content-type': 'application/json', ...answer.headers });
      response.end(bytesOf(answer.body));
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    serve: (next) => {
      api = next;
      seen = [];
      counts.clear();
    },
    seen: () => seen,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
};

const bytesOf = (body: unknown): string | Uint8Array => {
  if (body instanceof Uint8Array || typeof body === 'string') return body;
  return body === undefined ? '' : JSON.stringify(body);
};
