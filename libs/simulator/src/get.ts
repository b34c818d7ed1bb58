import { request as send, type IncomingHttpHeaders } from 'node:http';

/** An answer as it came, and what was wrong with the connection. */
export interface Got {
  status: number;
  headers: IncomingHttpHeaders;
  bytes: Buffer;
  text: string;
  /** The code of the error that ended the exchange. */
  error?: string;
}

/** Asks over a connection of its own, for the tests; an answer that breaks off is given as far as it came. */
export const get = (url: string, options: { method?: string; headers?: Record<string, string>; body?: unknown } = {}): Promise<Got> =>
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

/** The JSON of an answer. */
export const json = <T>(got: Got): T => JSON.parse(got.text) as T;
