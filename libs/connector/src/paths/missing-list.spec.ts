import type { Json } from '@twl/contracts';
import { describeMissingList } from './missing-list';
import { missingTextOf } from '../session/missing-list';

const text = (document: Json, path: string[]): string | undefined => {
  const missing = describeMissingList(document, path);
  return missing && missingTextOf(missing);
};

describe('a list that is missing', () => {
  it.each<[string, Json, string[], string]>([
    [
      'another case',
      { Results: [{ id: 1 }], total: 1 },
      ['results'],
      'there is nothing at results: the response has Results (a list of 1), total (did you mean Results?)',
    ],
    [
      'a slip',
      { data: { itmes: [{ id: 1 }] } },
      ['data', 'items'],
      'there is nothing at data.items: data has itmes (a list of 1) (did you mean data.itmes?)',
    ],
    [
      'a new envelope',
      { meta: { page: 1 }, data: { items: [{}] } },
      ['items'],
      'there is nothing at items: the response has meta, data (did you mean data.items?)',
    ],
    [
      'an envelope that went',
      { items: [{}] },
      ['data', 'items'],
      'there is nothing at data.items: the response has items (a list of 1) (did you mean items?)',
    ],
    [
      'one key that is like it, without a list',
      { itens: null, total: 0 },
      ['items'],
      'there is nothing at items: the response has itens, total (did you mean itens?)',
    ],
    ['nothing like it', { total: 0, page: 1 }, ['items'], 'there is nothing at items: the response has total, page'],
    ['a message', { message: 'Upgrade your plan' }, ['items'], 'there is nothing at items: the response has message'],
    [
      'a list on the way',
      { data: [{ id: 1 }] },
      ['data', 'items'],
      'there is nothing at data.items: data is a list of 1 (did you mean data?)',
    ],
    ['a text on the way', { data: 'Access denied' }, ['data', 'items'], 'there is nothing at data.items: data is "Access denied"'],
    ['a text alone', 'Unauthorized', ['items'], 'there is nothing at items: the response is "Unauthorized"'],
    ['too few places', { pages: [{ id: 1 }] }, ['pages', '2'], 'there is nothing at pages.2: pages is a list of 1 (did you mean pages?)'],
    [
      'something before a wildcard',
      { dta: {} },
      ['data', '*', 'items'],
      'there is nothing at data.*.items: the response has dta (did you mean dta.*.items?)',
    ],
  ])('is told with what is there: %s', (_what, document, path, expected) => expect(text(document, path)).toBe(expected));

  it.each<[string, Json, string[]]>([
    ['an empty list', { items: [] }, ['items']],
    ['null', { items: null }, ['items']],
    ['null on the way', { data: null }, ['data', 'items']],
    ['an empty list on the way, as PHP writes an empty object', { data: [] }, ['data', 'items']],
    ['false on the way, as PHP writes nothing', { data: false }, ['data', 'items']],
    ['an empty text on the way, as XML has it', { data: '' }, ['data', 'items']],
    ['a place that is there', { pages: [[]] }, ['pages', '0']],
    ['an empty object on the way', { data: {}, total: 0 }, ['data', 'items']],
    ['an empty response', {}, ['items']],
    ['a wildcard that matches nothing', { data: {} }, ['data', '*']],
    ['no path', { a: 1 }, []],
  ])('is none where there is %s', (_what, document, path) => expect(describeMissingList(document, path)).toBeUndefined());

  it('tells records under another path and a message from a response with neither', () => {
    const instead = (document: Json) => describeMissingList(document, ['items'])?.instead;
    expect(instead({ data: { rows: [{ id: 1 }] } })).toBe('list');
    expect(instead({ message: 'no access' })).toBe('message');
    expect(instead({ total: 0, tags: ['a'] })).toBe('nothing');
  });

  it.each<[string, Json, string[], string]>([
    ['a mapping in another case', { Data: { a: { v: 1 } } }, ['data', '*'], 'list'],
    ['one record, where XML has no list for it', { List: { Item: { id: 1 } } }, ['List', 'item'], 'list'],
    ['a key that is like it, and empty', { itens: {} }, ['items'], 'nothing'],
    ['a message in an envelope', { response: { message: 'no access' } }, ['response', 'items'], 'message'],
    ['a list of messages', { message: { id: '120', value: 'not valid' } }, ['items'], 'message'],
    ['a name with spaces', { Information: 'five requests a minute', 'Status Message': 'x' }, ['items'], 'message'],
    ['a text', { data: 'Access denied' }, ['data', 'items'], 'message'],
    ['a page to log in, read as XML', { html: { head: { title: 'Log in' } } }, ['rss', 'channel', 'item'], 'message'],
    ['a feed without items', { rss: { channel: { title: 'x', description: 'News' } } }, ['rss', 'channel', 'item'], 'nothing'],
  ])('sees %s', (_what, document, path, expected) => expect(describeMissingList(document, path)?.instead).toBe(expected));

  it('is bounded, whatever the response has', () => {
    const wide = Object.fromEntries(Array.from({ length: 50_000 }, (_, i) => [`${'k'.repeat(500)}${i}`, { a: [{}] }]));
    expect(text(wide, ['items'])!.length).toBeLessThan(1000);
  });
});
