import type { JsonObject } from '@twl/contracts';
import { parseLinkHeader } from './link-header';

describe('parseLinkHeader', () => {
  it.each<[string | undefined, JsonObject]>([
    [undefined, {}],
    ['', {}],
    ['<https://a.b/c?page=2>; rel="next"', { next: { url: 'https://a.b/c?page=2', rel: 'next' } }],
    ["< /c?x=1,2 >;rel=next, </c>; rel='prev'", { next: { url: '/c?x=1,2', rel: 'next' }, prev: { url: '/c', rel: 'prev' } }],
    ['</c;p=1>; rel="next"; results="true"', { next: { url: '/c;p=1', rel: 'next', results: 'true' } }],
    ['</c>', { '/c': { url: '/c' } }],
    ['</c>; rel=""', { '/c': { url: '/c', rel: '' } }],
    ['/c?page=2; rel="next", </d>; rel="last"', { next: { url: '/c?page=2', rel: 'next' }, last: { url: '/d', rel: 'last' } }],
    ['/c?page=2', { '/c?page=2': { url: '/c?page=2' } }],
  ])('%s', (header, expected) => {
    expect(parseLinkHeader(header)).toEqual(expected);
  });
});
