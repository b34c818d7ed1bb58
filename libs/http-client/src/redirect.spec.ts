import { startServer } from './loopback-server';
import { failureOf, get, limits, createClient, readText } from './requests.factory';
import { followRedirect, type Hop } from './redirect';

const policy = { allowedHosts: ['a.example', 'b.example'], allowPrivateAddresses: false, allowHttp: true };
const hop = (changes: Partial<Hop> = {}): Hop => ({
  method: 'GET',
  url: new URL('https://a.example/one?x=1'),
  headers: { accept: 'application/json', 'user-agent': 'us', authorization: 'canary', cookie: 'canary', 'x-api-key': 'canary' },
  ...changes,
});

describe('follow', () => {
  it('keeps the headers on the same host', () => {
    expect(followRedirect(hop(), { status: 302, location: '/two' }, policy)).toMatchObject({
      url: new URL('https://a.example/two'),
      headers: { authorization: 'canary' },
    });
  });

  it.each(['https://b.example/two', '//b.example/', 'https://a.example:8443/'])(
    'drops every credential on a redirect to %s',
    (location) => {
      expect(followRedirect(hop(), { status: 302, location }, policy).headers).toEqual({ accept: 'application/json', 'user-agent': 'us' });
    },
  );

  it.each([
    [301, 'POST', 'GET'],
    [302, 'POST', 'GET'],
    [303, 'POST', 'GET'],
    [303, 'PUT', 'GET'],
    [301, 'PUT', 'PUT'],
    [307, 'POST', 'POST'],
    [308, 'POST', 'POST'],
    [303, 'HEAD', 'HEAD'],
  ])('after %i turns %s into %s', (status, from, to) => {
    const next = followRedirect(
      hop({ method: from, body: '{}', headers: { 'content-type': 'application/json' } }),
      { status, location: '/two' },
      policy,
    );
    expect({ method: next.method, body: next.body }).toEqual({ method: to, body: to === 'GET' ? undefined : '{}' });
    expect('content-type' in next.headers).toBe(to !== 'GET');
  });

  it.each([
    ['http://a.example/', 'https to http'],
    ['https://c.example/', 'allowedHosts'],
    ['https://169.254.169.254/', 'allowedHosts'],
    ['https://u:p@b.example/', 'user name'],
    ['javascript:alert(1)', 'only http and https'],
    ['http://[', 'not a URL'],
  ])('does not follow a redirect to %s', (location, why) => {
    expect(() => followRedirect(hop(), { status: 302, location }, policy)).toThrow(why);
  });

  it('does not send a body to another host', () => {
    expect(() =>
      followRedirect(hop({ method: 'POST', body: 'client_secret=1' }), { status: 307, location: 'https://b.example/' }, policy),
    ).toThrow('credentials');
  });

  it('accepts a URL with non-ASCII letters', () => {
    const location = Buffer.from('/straße', 'utf8').toString('latin1');
    expect(followRedirect(hop(), { status: 302, location }, policy).url.pathname).toBe('/stra%C3%9Fe');
  });
});

describe('redirects', () => {
  it('are followed to the end', async () => {
    await using server = await startServer((request, response) => {
      const step = Number(new URL(request.url!, 'http://x').searchParams.get('step'));
      if (step < 3) response.writeHead(302, { location: `/?step=${step + 1}` }).end('moved');
      else response.end('arrived');
    });
    const response = await createClient().send(get(`${server.url}/?step=0`));
    expect({ url: response.url, text: await readText(response.body) }).toEqual({ url: `${server.url}/?step=3`, text: 'arrived' });
  });

  it('that loop are stopped', async () => {
    await using server = await startServer((_request, response) => void response.writeHead(302, { location: '/' }).end());
    expect(await failureOf(createClient().send(get(server.url)))).toMatchObject({ code: 'HTTP_REDIRECTS', retryable: false });
  });

  it('are responses if none may be followed, or if they have no target', async () => {
    await using server = await startServer((_request, response) => void response.writeHead(301).end('moved'));
    expect((await createClient().send(get(server.url))).status).toBe(301);
  });

  it('to private addresses are refused from every host', async () => {
    await using server = await startServer(
      (_request, response) => void response.writeHead(302, { location: 'http://169.254.169.254/latest' }).end(),
    );
    const open = { allowedHosts: ['127.0.0.1', '169.254.169.254'], allowPrivateAddresses: true, allowHttp: true };
    expect(await failureOf(createClient().send(get(server.url, { policy: open })))).toMatchObject({ code: 'HTTP_FORBIDDEN' });
  });

  it('share one total deadline', async () => {
    await using server = await startServer(
      (_request, response) => void setTimeout(() => response.writeHead(302, { location: '/' }).end(), 150),
    );
    const error = await failureOf(createClient().send(get(server.url, { limits: limits({ totalMs: 400, maxRedirects: 100 }) })));
    expect(error).toMatchObject({ code: 'HTTP_TIMEOUT' });
  });
});
