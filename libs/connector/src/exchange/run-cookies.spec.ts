import { RunCookies } from './run-cookies';

const jarWith = (url: string, ...headers: string[]): RunCookies => {
  const jar = new RunCookies();
  jar.take(url, headers);
  return jar;
};

describe('the cookies of a run', () => {
  it.each<[what: string, headers: string[], addresses: [from: string, to: string], sent: string | undefined]>([
    ['the same host', ['sid=1; Path=/; HttpOnly', 'lb=2'], ['https://api.test/a/b', 'https://api.test/a/c'], 'lb=2; sid=1'],
    ['another host', ['sid=1'], ['https://api.test/', 'https://other.test/'], undefined],
    ['a subdomain, without Domain', ['sid=1'], ['https://api.test/', 'https://a.api.test/'], undefined],
    ['a sibling, with Domain', ['sid=1; Domain=shop.com'], ['https://a.shop.com/', 'https://b.shop.com/'], 'sid=1'],
    ['a public suffix', ['sid=1; Domain=co.uk'], ['https://a.co.uk/', 'https://b.co.uk/'], undefined],
    ['a suffix that many share', ['sid=1; Domain=github.io'], ['https://a.github.io/', 'https://b.github.io/'], undefined],
    ['a foreign domain', ['sid=1; Domain=other.com'], ['https://shop.com/', 'https://other.com/'], undefined],
    ['plain http, when Secure', ['sid=1; Secure'], ['https://shop.com/', 'http://shop.com/'], undefined],
    ['another path', ['sid=1; Path=/a'], ['https://shop.com/a', 'https://shop.com/b'], undefined],
    ['one that was taken back', ['sid=1', 'sid=; Max-Age=0'], ['https://shop.com/', 'https://shop.com/'], undefined],
    ['one set twice', ['sid=1', 'sid=2'], ['https://shop.com/', 'https://shop.com/'], 'sid=2'],
    ['a time of long ago', ['sid=1; Expires=Thu, 01 Jan 1970 00:00:00 GMT'], ['https://shop.com/', 'https://shop.com/'], undefined],
    ['a time that is none', ['sid=1; Expires=soon'], ['https://shop.com/', 'https://shop.com/'], 'sid=1'],
    ['an address', ['sid=1'], ['http://127.0.0.1:80/', 'http://127.0.0.1:8080/'], 'sid=1'],
    ['nothing', [';', ''], ['https://shop.com/', 'https://shop.com/'], undefined],
    ['the prefix __Host- without its conditions', ['__Host-a=1; Domain=shop.com'], ['https://shop.com/', 'https://shop.com/'], undefined],
  ])('%s', (_what, headers, [from, to], sent) => {
    expect(jarWith(from, ...headers).header(to)).toBe(sent);
  });

  it('are bounded by size and number', () => {
    const jar = new RunCookies();
    jar.take('https://shop.com/', [`big=${'x'.repeat(10_000)}`]);
    for (let i = 0; i < 1000; i += 1) jar.take('https://shop.com/', [`c${i}=1`]);
    const pairs = jar.header('https://shop.com/')!.split('; ');
    expect(pairs).toHaveLength(300);
    expect(pairs).toContain('c999=1');
    jar.take(
      'https://shop.com/',
      Array.from({ length: 10_000 }, (_, i) => `d${i}=1`),
    );
    expect(jar.header('https://shop.com/')).not.toContain('d50=1');
  });

  it('of a login are taken over once', () => {
    const login = jarWith('https://shop.com/', 'sid=login');
    const jar = new RunCookies();
    jar.adopt(login);
    expect(jar.header('https://shop.com/')).toBe('sid=login');
    jar.take('https://shop.com/', ['sid=later']);
    jar.adopt(login);
    expect(jar.header('https://shop.com/')).toBe('sid=later');
  });

  it('are taken out of texts', () => {
    expect(jarWith('https://shop.com/', 'sid=canary-value').mask('the session canary-value is over')).toBe('the session *** is over');
  });
});
