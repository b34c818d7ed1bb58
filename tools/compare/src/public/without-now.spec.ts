import { withoutNow } from './without-now';

const day = 24 * 3_600_000;
const ago = (ms: number): Date => new Date(Date.now() - ms);

describe('a text without the time of its run', () => {
  it.each([
    ['an hour ago', day / 24],
    ['a day ahead', -day + 1],
    ['a year ago to the second', 365 * day + 1000],
  ])('has no time of %s', (_what, ms) => {
    expect(withoutNow(`to=${ago(ms).toISOString()}`)).toBe('to=<now>');
    expect(withoutNow(`{"to":${ago(ms).getTime()}}`)).toBe('{"to":<now>}');
  });

  it('keeps all other times', () => {
    const text = `from=${ago(36 * 3_600_000).toISOString()}&at=${ago(40.5 * day).getTime()}`;
    expect(withoutNow(text)).toBe(text);
  });
});
