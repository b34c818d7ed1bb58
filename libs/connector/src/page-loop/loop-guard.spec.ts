import type { Json, JsonObject } from '@twl/contracts';
import { errorText } from '@twl/json';
import { LoopGuard } from './loop-guard';

const small = 1000;
const large = 2 * 1024 * 1024;

interface Walk {
  bytes?: number;
  /** Names the request of a page; each page has its own unless it is told otherwise. */
  request?: (index: number) => string;
  sha256?: (index: number) => string;
  /** Each page has a text of its own unless it is told otherwise. */
  token?: (index: number) => Json;
}

/** Shows pages of records to a guard, one after the other; what it said of the last one, counted from 1. */
const walk = (pages: readonly JsonObject[][], { bytes = small, request = String, sha256 = String, token }: Walk = {}): string => {
  const guard = new LoopGuard(true, 1000);
  for (const [index, records] of pages.entries()) {
    guard.next();
    const content = guard.page(bytes)!;
    // The records of a page come in several parts.
    content.add(records.slice(0, 2));
    content.add(records.slice(2));
    try {
      const name = request(index);
      const end = guard.endPage({ request: name, token: token?.(index) ?? name, sha256: sha256(index) }, content);
      if (end) return `${index + 1} ${end}`;
    } catch (error) {
      return `${index + 1} ${errorText(error)}`;
    }
  }
  return 'goes on';
};

const page = (number: number): JsonObject[] => Array.from({ length: 9 }, (_, index) => ({ id: number * 100 + index }));
const pages = (count: number): JsonObject[][] => Array.from({ length: count }, (_, index) => page(index));
const times = (count: number, records: JsonObject[]): JsonObject[][] => Array.from({ length: count }, () => records);

describe('LoopGuard', () => {
  describe.each([
    ['small', small],
    ['large', large],
  ])('with %s pages', (_name, bytes) => {
    it('lets pages of other records pass', () => {
      expect(walk(pages(60), { bytes })).toBe('goes on');
    });

    it('lets pages of other records pass that the same request brings', () => {
      expect(walk(pages(60), { bytes, request: () => 'scroll' })).toBe('goes on');
    });

    it('stops where the same records come again and again, however late', () => {
      expect(walk([...pages(40), ...times(4, page(39))], { bytes })).toMatch(/^44 4 pages in a row/);
      expect(walk([...pages(3), ...pages(3), ...pages(3)], { bytes })).toMatch(/^7 4 pages in a row/);
    });

    it('goes on where records came again, and then others', () => {
      const all = [...times(4, page(1)), ...times(3, page(2)), page(3), page(1), page(2), page(4)];
      expect(walk(all, { bytes })).toBe('goes on');
    });

    it('takes the last page for the end where it comes again under further page numbers', () => {
      const token = (index: number) => index;
      expect(walk([...pages(3), ...times(9, page(2))], { bytes, token })).toBe('7 LAST_PAGE_REPEATED');
      expect(walk([...pages(2), page(0), ...times(9, page(1))], { bytes, token })).toMatch(/^6 4 pages in a row/);
      expect(walk(times(9, page(1)), { bytes, token })).toMatch(/^5 4 pages in a row/);
    });

    it('goes on over many pages of nothing but equal rows, but not without end', () => {
      const equal = [{ v: 0 }, { v: 0 }, { v: 0 }];
      const mixed = [{ v: 0 }, { v: 1 }, { v: 0 }];
      expect(walk([...times(300, equal), mixed, ...times(200, equal), mixed], { bytes })).toBe('goes on');
      expect(walk(times(400, equal), { bytes })).toMatch(/^301 300 pages in a row/);
    });

    it('goes on over many pages of the same single row, but not without end', () => {
      expect(walk([...times(100, [{ v: 0 }]), page(1)], { bytes })).toBe('goes on');
      expect(walk(times(200, [{ v: 0 }]), { bytes })).toMatch(/^101 100 pages in a row/);
    });

    it('tells pages apart that differ in one record', () => {
      const other = (index: number) => page(1).map((record, at) => (at === index ? { ...record, changed: true } : record));
      const all = [page(1), ...page(1).map((_, index) => other(index))];
      expect(walk(all, { bytes, request: () => 'scroll' })).toBe('goes on');
      expect(walk([...pages(30), ...all.slice(1)], { bytes, request: () => 'scroll' })).toBe('goes on');
    });

    it('takes the same page of the same request for the end', () => {
      expect(walk([page(1), page(2), page(2)], { bytes, request: () => 'scroll' })).toBe('3 PAGING_REPEATED');
      expect(walk([page(1), page(2), page(2)], { bytes, request: (index) => (index === 0 ? 'first' : 'last') })).toBe('3 PAGING_REPEATED');
    });

    it('stops where the same request brings the same page, with others in between', () => {
      expect(walk([...pages(3), ...pages(3)], { bytes, request: (index) => `token ${index % 3}` })).toMatch(/^4 paging does not advance/);
    });

    it('goes on over pages without records, which may be the same for the same request a few times', () => {
      expect(walk([...times(60, []), page(1), []], { bytes })).toBe('goes on');
      expect(walk(times(60, []), { bytes, request: () => 'poll' })).toBe('goes on');
      expect(
        walk([...times(10, []), page(1), ...times(10, [])], {
          bytes,
          request: () => 'poll',
          sha256: (index) => (index === 10 ? 'rows' : 'same'),
        }),
      ).toBe('goes on');
      expect(walk(times(60, []), { bytes, request: () => 'poll', sha256: () => 'same' })).toBe('11 PAGING_REPEATED');
    });
  });

  it('stops at a circle of later pages when it is gone through once more', () => {
    const circle = [page(20), page(21)];
    expect(walk([...pages(40), ...circle, ...circle, ...circle])).toMatch(/^46 4 pages in a row/);
  });

  it('counts the pages that follow one another', () => {
    const guard = new LoopGuard(true, 2);
    guard.next();
    guard.next();
    expect(() => guard.next()).toThrow(/limits\.pages/);
  });

  it('has nothing to compare where no page follows', () => {
    expect(new LoopGuard(false, 1000).page(small)).toBeUndefined();
  });
});
