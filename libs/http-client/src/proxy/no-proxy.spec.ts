import { isInNoProxy } from './no-proxy';

describe('a list of hosts without a proxy', () => {
  it.each([
    ['', 'https://a.example', false],
    ['*', 'https://a.example', true],
    ['example', 'https://a.example', true],
    ['a.example', 'https://a.example', true],
    ['a.example', 'https://b.a.example', true],
    ['a.example', 'https://ba.example', false],
    ['.a.example', 'https://b.a.example', true],
    ['.a.example', 'https://a.example', true],
    ['*.a.example', 'https://b.a.example', true],
    ['A.Example.', 'https://a.example', true],
    ['x, a.example', 'https://a.example', true],
    ['x a.example', 'https://a.example', true],
    ['a.example:8443', 'https://a.example:8443', true],
    ['a.example:8443', 'https://a.example', false],
    ['a.example:443', 'https://a.example', true],
    ['a.example:80', 'http://a.example', true],
    ['10.0.0.1', 'http://10.0.0.1', true],
    ['10.0.0.0/8', 'http://10.1.2.3', true],
    ['10.0.0.0/8', 'http://11.1.2.3', false],
    ['10.0.0.0/8', 'http://10.example', false],
    ['10.0.0.0/99', 'http://10.1.2.3', false],
    ['0.0.1', 'http://10.0.0.1', false],
    ['127.0.0.1:8080', 'http://127.0.0.1:8080', true],
    ['127.0.0.1:8080', 'http://127.0.0.1:8081', false],
    ['::1', 'http://[::1]', true],
    ['[::1]', 'http://[::1]:8080', true],
    ['[::1]:8080', 'http://[::1]:8080', true],
    ['[::1]:8080', 'http://[::1]:8081', false],
    ['0:0:0:0:0:0:0:1', 'http://[::1]', true],
    ['fd00::/8', 'http://[fd12::1]', true],
    ['.', 'http://a.example', false],
    [',,:', 'http://a.example', false],
  ])('%j has %s: %s', (list, url, expected) => {
    expect(isInNoProxy(list, new URL(url))).toBe(expected);
  });
});
