import { request as send, type IncomingHttpHeaders } from 'node:http';

/** A response and the error of its connection. */
export interface ReceivedResponse {
  status: number;
  headers: IncomingHttpHeaders;
  bytes: Buffer;
  text: string;
  /** The code of the error that ended the exchange. */
  error?: string;
}

/** Sends a request on a new connection, for tests; a truncated response is returned as far as it arrived. */
export const sendRequest = (
  url: string,
  options: { method?: string; headers?: Record<string, string>; body?: unknown } = {},
): Promise<ReceivedResponse> =>
  new Promise((resolve, reject) => {
    const { method = 'GET', headers = {}, body } = options;
    let breakOff: (error: Error) => void = reject;
    const request = send(url, { method, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      const done = (error?: NodeJS.ErrnoException): void => {
        const bytes = Buffer.concat(chunks);
        const got = { status: response.statusCode ?? 0, headers: response.headers, bytes, text: bytes.toString() };
        resolve(error ? { ...got, error: error.code ?? error.message } : got);
      };
      breakOff = done;
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => done());
      response.on('error', done);
    });
    request.on('error', (error) => breakOff(error));
    request.end(body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body));
  });

/** Parses the JSON of a response. */
export const parseBody = <T>(got: ReceivedResponse): T => JSON.parse(got.text) as T;
