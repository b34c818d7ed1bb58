import type { CookieJar } from '@twl/ports';
import { startServer } from './loopback-server';
import { get, createClient } from './requests.factory';

/** Keeps one value per host. */
const simpleJar = (): CookieJar => {
  const kept = new Map<string, string>();
  return {
    header: (url) => kept.get(new URL(url).host),
    take: (url, [header]) => void (header && kept.set(new URL(url).host, header)),
  };
};

describe('a request with a jar', () => {
  it('is followed through redirects with the cookies of each host', async () => {
    const seen: [string, string | undefined][] = [];
    await using other = await startServer((request, response) => {
      seen.push(['other', request.headers.cookie]);
      response.end();
    });
    await using server = await startServer((request, response) => {
      seen.push([request.url!, request.headers.cookie]);
      if (request.url === '/a') response.writeHead(302, { location: '/b', 'set-cookie': 'sid=1' }).end();
      else response.writeHead(302, { location: other.url }).end();
    });
    await createClient().send(get(`${server.url}/a`, { cookies: simpleJar() }));
    expect(seen).toEqual([
      ['/a', undefined],
      ['/b', 'sid=1'],
      ['other', undefined],
    ]);
  });

  it('keeps its own cookies, which take precedence', async () => {
    let sent: string | undefined;
    await using server = await startServer((request, response) => {
      sent = request.headers.cookie;
      response.end();
    });
    const cookies: CookieJar = { header: () => 'sid=jar; lb=2', take: () => undefined };
    await createClient().send(get(server.url, { cookies, headers: { Cookie: 'sid=own' } }));
    expect(sent).toBe('sid=own; lb=2');
  });
});
