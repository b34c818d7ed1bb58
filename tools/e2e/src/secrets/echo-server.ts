import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** A server that repeats what it is told wherever it can: in headers when it succeeds, in everything when it fails. */
export interface EchoServer {
  url: string;
  /** What it was told so far. */
  heard: string[];
  close(): void;
}

/** Tokens that it gives out. */
export const givenOut = {
  access: 'acc3ss/c4n4ry+given=out',
  session: 's3ssion/c4n4ry+given=out',
  shortLived: 'sh0rt/c4n4ry+given=out',
  rotated: 'r0tated/c4n4ry+given=out',
};

const json = (answer: ServerResponse, status: number, value: unknown, headers: Record<string, string> = {}): void =>
  void answer.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(value));

const reply = async (request: IncomingMessage, answer: ServerResponse, heard: string[]): Promise<void> => {
  const told = [request.url!, JSON.stringify(request.headers), await text(request)].join(' ');
  heard.push(told);
  const path = request.url!.split('?')[0]!;
  if (path.startsWith('/bad')) return json(answer, 400, { error: { message: told }, message: told, detail: [told] });
  if (path.startsWith('/token')) return json(answer, 200, { access_token: givenOut.access, expires_in: 3600 });
  if (path.startsWith('/rotate'))
    return json(answer, 200, { access_token: givenOut.shortLived, refresh_token: givenOut.rotated, expires_in: 0 });
  if (path.startsWith('/login')) return json(answer, 200, { token: givenOut.session });
  const shown = told.replaceAll(/[^\x20-\x7e]/g, ' ').slice(0, 4000);
  const headers = {
    'x-page-total': shown,
    link: `<http://x.test/?${shown}>; rel="next"`,
    etag: `"${shown.slice(0, 1500)}"`,
    'x-request-id': shown,
  };
  return json(answer, 200, { items: [{ id: path.split('/')[2] }, { name: 'has no key' }] }, headers);
};

/** Starts it on a free port of loopback. */
export const startEchoServer = async (): Promise<EchoServer> => {
  const heard: string[] = [];
  const server = createServer((request, answer) => void reply(request, answer, heard));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, heard, close: () => void server.close() };
};
