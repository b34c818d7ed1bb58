import type { CookieJar } from '@twl/ports';
import { serve } from './loopback-server';
import { get, newClient } from './requests.factory';

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
    await using other = await serve((request, answer) => {
      seen.push(['other', request.headers.cookie]);
      answer.end();
    });
    await using server = await serve((request, answer) => {
      seen.push([request.url!, request.headers.cookie]);
      if (request.url === '/a') answer.writeHead(302, { location: '/b', 'set-cookie': 'sid=1' }).end();
      else answer.writeHead(302, { location: other.url }).end();
    });
    await newClient().send(get(`${server.url}/a`, { cookies: simpleJar() }));
    expect(seen).toEqual([
      ['/a', undefined],
      ['/b', 'sid=1'],
      ['other', undefined],
    ]);
  });

  it('keeps its own cookies, which take precedence', async () => {
    let sent: string | undefined;
    await using server = await serve((request, answer) => {
      sent = request.headers.cookie;
      answer.end();
    });
    const cookies: CookieJar = { header: () => 'sid=jar; lb=2', take: () => undefined };
    await newClient().send(get(server.url, { cookies, headers: { Cookie: 'sid=own' } }));
    expect(sent).toBe('sid=own; lb=2');
  });
});
