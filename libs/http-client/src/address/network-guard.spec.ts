import type { LookupAddress } from 'node:dns';
import type { NetworkPolicy } from '@twl/ports';
import { checkUrl, createGuardedLookup, type Resolve } from './network-guard';

const policy = (changes: Partial<NetworkPolicy> = {}): NetworkPolicy => ({
  allowedHosts: ['api.example.com'],
  allowPrivateAddresses: false,
  allowHttp: false,
  ...changes,
});

describe('checkUrl', () => {
  it.each([
    ['https://api.example.com/v1?key=1', ['api.example.com']],
    ['https://API.Example.COM./v1', ['api.example.com']],
    ['https://api.example.com:8443/', ['api.example.com']],
    ['https://api.example.com:8443/', ['api.example.com:8443']],
    ['https://api.example.com/', ['api.example.com:443']],
    ['https://eu.api.example.com/', ['*.example.com']],
    ['https://8.8.8.8/', ['8.8.8.8']],
    ['https://[2606:4700::1111]/', ['[2606:4700::1111]:443']],
  ])('allows %s when %j is allowed', (url, allowedHosts) => {
    expect(checkUrl(url, policy({ allowedHosts })).href).toBe(new URL(url).href);
  });

  it.each([
    ['https://evil.example/', 'allowedHosts'],
    ['https://api.example.com.evil.example/', 'allowedHosts'],
    ['http://api.example.com/', 'not encrypted'],
    ['ftp://api.example.com/', 'only http and https'],
    ['file:///etc/passwd', 'only http and https'],
    ['https://user:secret@api.example.com/', 'user name or password'],
    ['https://api.example.com:0x/', 'not a valid URL'],
    ['nowhere', 'not a valid URL'],
  ])('refuses %s and says why', (url, why) => {
    expect(() => checkUrl(url, policy())).toThrow(
      expect.objectContaining({ code: 'HTTP_FORBIDDEN', message: expect.stringContaining(why) }),
    );
  });

  it.each(['evilexample.com', 'example.com'])('does not treat %s as a subdomain of example.com', (host) => {
    expect(() => checkUrl(`https://${host}/`, policy({ allowedHosts: ['*.example.com'] }))).toThrow('allowedHosts');
  });

  it('restricts a host with a port to that port', () => {
    expect(() => checkUrl('https://api.example.com:444/', policy({ allowedHosts: ['api.example.com:443'] }))).toThrow('allowedHosts');
  });

  it.each(['2130706433', '0x7f000001', '0x7f.1', '0177.0.0.1', '127.1', '[::ffff:7f00:1]', '[::1]', '127.0.0.1'])(
    'recognises %s as a private address',
    (host) => {
      const spelled = new URL(`https://${host}/`).hostname;
      expect(() => checkUrl(`https://${host}/`, policy({ allowedHosts: [spelled] }))).toThrow('private address');
      expect(() => checkUrl(`https://${host}/`, policy({ allowedHosts: [spelled], allowPrivateAddresses: true }))).not.toThrow();
    },
  );

  it('never sends a request to the credential service of a cloud machine', () => {
    const open = policy({ allowedHosts: ['169.254.169.254'], allowPrivateAddresses: true, allowHttp: true });
    expect(() => checkUrl('http://169.254.169.254/latest/meta-data', open)).toThrow('reserved address');
  });

  it('never has the query or the password in its errors', () => {
    for (const url of [
      'https://evil.example/?key=canary',
      'https://a:canary@api.example.com/',
      'http://api.example.com/?k=canary',
      '//canary',
    ]) {
      expect(() => checkUrl(url, policy())).toThrow(expect.objectContaining({ message: expect.not.stringContaining('canary') }));
    }
  });
});

describe('guardedLookup', () => {
  const answering =
    (...addresses: string[]): Resolve =>
    (_host, _options, done) =>
      done(
        null,
        addresses.map((address): LookupAddress => ({ address, family: address.includes(':') ? 6 : 4 })),
      );

  const look = (allowPrivate: boolean, resolve: Resolve, all: boolean): Promise<unknown> =>
    new Promise((done, fail) => {
      createGuardedLookup(allowPrivate, resolve)('api.example.com', { all }, (error, address) => (error ? fail(error) : done(address)));
    });

  it('gives the socket exactly the addresses that it checked', async () => {
    expect(await look(false, answering('8.8.8.8', '2606:4700::1111'), true)).toHaveLength(2);
    expect(await look(false, answering('8.8.8.8'), false)).toBe('8.8.8.8');
  });

  it('refuses a name if one of its addresses is private', async () => {
    await expect(look(false, answering('8.8.8.8', '10.0.0.1'), true)).rejects.toMatchObject({ code: 'HTTP_FORBIDDEN' });
    await expect(look(true, answering('8.8.8.8', '10.0.0.1'), true)).resolves.toHaveLength(2);
  });

  it('refuses reserved addresses even if private ones are allowed', async () => {
    await expect(look(true, answering('169.254.169.254'), true)).rejects.toMatchObject({ code: 'HTTP_FORBIDDEN' });
  });

  it('reports that a name is unknown', async () => {
    await expect(look(true, (_host, _options, done) => done(new Error('ENOTFOUND'), []), false)).rejects.toThrow('ENOTFOUND');
  });
});
