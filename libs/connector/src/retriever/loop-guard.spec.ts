import type { JsonObject } from '@twl/contracts';
import { LoopGuard } from './loop-guard';

const small = 1000;
const large = 2 * 1024 * 1024;

/** Shows pages of records to a guard, one after the other; which one it stopped at, counted from 1. */
const stoppedAt = (pages: readonly JsonObject[][], bytes = small): number | undefined => {
  const guard = new LoopGuard(true, 1000);
  for (const [index, records] of pages.entries()) {
    const content = guard.page(bytes)!;
    // The records of a page come in several parts.
    content.add(records.slice(0, 2));
    content.add(records.slice(2));
    try {
      guard.endPage(content);
    } catch (error) {
      expect(error).toMatchObject({ message: 'a page with the same records came a second time' });
      return index + 1;
    }
  }
  return undefined;
};

const page = (number: number): JsonObject[] => Array.from({ length: 9 }, (_, index) => ({ id: number * 100 + index }));
const pages = (count: number): JsonObject[][] => Array.from({ length: count }, (_, index) => page(index));

describe('LoopGuard', () => {
  describe.each([
    ['small', small],
    ['large', large],
  ])('with %s pages', (_name, bytes) => {
    it('lets pages of other records pass', () => {
      expect(stoppedAt(pages(60), bytes)).toBeUndefined();
    });

    it('stops where the last page comes again, however late', () => {
      expect(stoppedAt([...pages(40), page(39)], bytes)).toBe(41);
    });

    it('stops at once in a circle of the first pages', () => {
      expect(stoppedAt([page(1), page(2), page(3), page(1)], bytes)).toBe(4);
    });

    it('tells pages apart that differ in one record', () => {
      const other = (index: number) => page(1).map((record, at) => (at === index ? { ...record, changed: true } : record));
      expect(stoppedAt([page(1), ...page(1).map((_, index) => other(index))], bytes)).toBeUndefined();
      expect(stoppedAt([...pages(30), ...page(1).map((_, index) => other(index))], bytes)).toBeUndefined();
    });

    it('takes no page of nothing for one that came before', () => {
      expect(stoppedAt([[], [], page(1), []], bytes)).toBeUndefined();
    });
  });

  it('stops at a circle of later pages when it is gone through once more', () => {
    expect(stoppedAt([...pages(40), page(20), page(21), page(20), page(21)])).toBe(43);
  });

  it('has nothing to compare where no page follows', () => {
    expect(new LoopGuard(false, 1000).page(small)).toBeUndefined();
  });
});
