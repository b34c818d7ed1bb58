import { makeDraft } from '../build/build-context.factory';
import { fullUrlOf, joinUrl } from './request-address';

describe('joinUrl', () => {
  const cases: [base: string, path: string, expected: string | undefined][] = [
    ['https://a.test/v1', 'items', 'https://a.test/v1/items'],
    ['https://a.test/v1/', '', 'https://a.test/v1/'],
    ['https://a.test//v1', 'items', 'https://a.test/v1/items'],
    ['https://a.test//v1', '', 'https://a.test//v1'],
    ['https://a.test/v1', 'shops//items', 'https://a.test/v1/shops/items'],
    ['https://a.test/v1', 'items//', 'https://a.test/v1/items/'],
    ['https://a.test/v1', '/other//items', 'https://a.test/other//items'],
    ['https://a.test/v1', 'items?next=https://b.test//x', 'https://a.test/v1/items?next=https://b.test//x'],
    ['https://a.test/v1', 'https://b.test//x', 'https://b.test//x'],
    ['a.test', 'items', undefined],
  ];
  it.each(cases)('puts %s and %s together', (base, path, expected) => {
    expect(joinUrl(base, path)).toBe(expected);
  });
});

describe('fullAddress', () => {
  it('encodes what servers refuse as it is', () => {
    expect(fullUrlOf(makeDraft({ url: 'https://a.test/a|b?q={x}^y' }))).toBe('https://a.test/a%7Cb?q=%7Bx%7D%5Ey');
  });
});
