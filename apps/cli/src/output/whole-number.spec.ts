import { UsageError } from './report-failure';
import { parseWholeNumber } from './whole-number';

describe('a whole number', () => {
  it('is read from an option', () => {
    expect(parseWholeNumber('--limit', '12')).toBe(12);
    expect(parseWholeNumber('--limit', '1000', 1000)).toBe(1000);
  });

  it.each(['0', '-1', '1.5', 'x', '', '1001', 'Infinity'])('is not %j', (text) => {
    expect(() => parseWholeNumber('--limit', text, 1000)).toThrow(UsageError);
    expect(() => parseWholeNumber('--limit', text, 1000)).toThrow(
      `--limit must be a whole number from 1 to 1000, not ${JSON.stringify(text)}`,
    );
  });
});
