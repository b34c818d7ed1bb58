import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { listenOnLoopback } from '../product/loopback';
import { secrets } from './secret-source';
import { jsonInAllSpellings, spellingsOf } from './spellings';

/** A server that repeats what it is told, and every secret, wherever it can: in records, refused records, headers and addresses of next pages, and in errors. */
export interface EchoServer {
  url: string;
  /** What it was told so far. */
  heard: string[];
  close(): void;
}

/** Every sign that some writer escapes, of those that a header can carry. */
const odd = `c4n4ry+=&%?#"'\\<>~:@,é`;

/** Tokens that it gives out. */
export const givenOut = {
  access: `acc3ss/${odd}given=out`,
  session: `s3ssion/${odd}given=out`,
  shortLived: `sh0rt/${odd}given=out`,
  rotated: `r0tated/${odd}given=out`,
};

const json = (answer: ServerResponse, status: number, value: unknown): void =>
  void answer.writeHead(status, { 'content-type': 'application/json' }).end(typeof value === 'string' ? value : JSON.stringify(value));

const reply = async (request: IncomingMessage, answer: ServerResponse, heard: string[]): Promise<void> => {
  const received = [request.url!, JSON.stringify(request.headers), await text(request)].join(' ');
  heard.push(received);
  const path = request.url!.split('?')[0]!;
  if (path.startsWith('/bad')) return json(answer, 400, { error: { message: received }, message: received, detail: [received] });
  if (path.startsWith('/token')) return json(answer, 200, { access_token: givenOut.access, expires_in: 3600 });
  if (path.startsWith('/rotate'))
    return json(answer, 200, { access_token: givenOut.shortLived, refresh_token: givenOut.rotated, expires_in: 0 });
  if (path.startsWith('/login')) return json(answer, 200, { token: givenOut.session });
  const shown = received.replaceAll(/[^\x20-\x7e]/g, ' ').slice(0, 4000);
  const headers = {
    'x-page-total': shown,
    link: `<http://x.test/?${shown}>; rel="next"`,
    etag: `"${shown.slice(0, 1500)}"`,
    'x-request-id': shown,
  };
  for (const [name, text] of Object.entries(headers)) answer.setHeader(name, text);
  return json(answer, 200, page(request.url!, received));
};

/** Records that have every secret in every spelling; tokens that were given out where one came with the request. */
const page = (url: string, received: string): string => {
  const tokens = Object.values(givenOut).filter((token) => spellingsOf(token).some((each) => received.includes(each)));
  const spelled = `[${[...Object.values(secrets), ...tokens].map(jsonInAllSpellings).join(',')}]`;
  const isFirst = !url.includes('page=2');
  const next =
    url.includes('/paged') && isFirst ? JSON.stringify(`${url.split('?')[0]!}?page=2&q=${encodeURIComponent(secrets['QUERY']!)}`) : 'null';
  const id = JSON.stringify(`${url.split('?')[0]!.split('/')[2]!}${isFirst ? '' : ' 2'}`);
  const told64 = JSON.stringify(Buffer.from(received).toString('base64'));
  return `{"items":[{"id":${id},"told":${JSON.stringify(received)},"told64":${told64},"spelled":${spelled}},{"name":"has no key","spelled":${spelled}}],"next":${next}}`;
};

/** Starts it on a free port of loopback. */
export const startEchoServer = async (): Promise<EchoServer> => {
  const heard: string[] = [];
  const server = createServer((request, answer) => void reply(request, answer, heard));
  return { url: await listenOnLoopback(server), heard, close: () => void server.close() };
};
