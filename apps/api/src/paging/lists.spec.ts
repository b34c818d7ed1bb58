import { Cursors } from './cursors';
import { Lists, type StorePage } from './lists';

/** A store of texts, whose positions are their numbers; it may look at more than it gives. */
const storeOf = (texts: readonly string[]) => {
  const asked: number[] = [];
  const read = async ({ limit, after }: { limit: number; after?: string }): Promise<StorePage<string>> => {
    asked.push(limit);
    const from = after === undefined ? 0 : Number(after);
    const items = texts.slice(from, from + limit);
    return { items, next: from + limit < texts.length ? String(from + limit) : null, scanned: items.length };
  };
  return { asked, read };
};

describe('Lists', () => {
  const cursors = new Cursors(Buffer.alloc(32, 1));
  const some = Array.from({ length: 230 }, (_, n) => `${n} `.padEnd(10 + (n % 7), '"'));

  /** The pages of a list from the first to the last. */
  const walk = async (lists: Lists, limit: number, read: ReturnType<typeof storeOf>['read']): Promise<string[][]> => {
    const pages: string[][] = [];
    for (let cursor: string | undefined; ;) {
      const { items, page } = await lists.page('texts', { limit, ...(cursor !== undefined && { cursor }) }, read);
      pages.push(items);
      if (page.next === null) return pages;
      cursor = page.next;
    }
  };

  /** Bytes of items as text within JSON, each with what parts it from the next. */
  const bytesOf = (items: readonly string[]): number =>
    items.reduce((sum, item) => sum + Buffer.byteLength(JSON.stringify(JSON.stringify(item))) + 1, 0);

  it('have as many items on a page as were asked for, however long they are', async () => {
    const { asked, read } = storeOf(['a'.repeat(1e6), 'b']);
    expect(await walk(new Lists(cursors), 200, read)).toEqual([['a'.repeat(1e6), 'b']]);
    expect(asked).toEqual([200]);
  });

  it.each([1, 2, 7, 50, 60, 200])('of %s items a page show everything once, in order, where bytes are counted', async (limit) => {
    for (const maxBytes of [1, 40, 100, 333, 2000, 1e6]) {
      const { asked, read } = storeOf(some);
      const pages = await walk(new Lists(cursors, maxBytes), limit, read);
      expect(pages.flat()).toEqual(some);
      expect(pages.filter((page) => page.length > limit || (page.length > 1 && bytesOf(page) > maxBytes))).toEqual([]);
      // No page ends although the next item would fit.
      const early = pages.filter((page, n) => page.length < limit && pages[n + 1] && bytesOf([...page, pages[n + 1]![0]!]) <= maxBytes);
      expect(early).toEqual([]);
      expect(Math.max(...asked)).toBeLessThanOrEqual(50);
    }
  });

  it('ask the store once where everything fits', async () => {
    const { asked, read } = storeOf(some.slice(0, 50));
    await walk(new Lists(cursors, 1e6), 50, read);
    expect(asked).toEqual([50]);
  });

  it('end behind what was read before where the next item does not fit at all', async () => {
    const texts = [...Array.from({ length: 50 }, () => 'a'), 'b'.repeat(1000), 'c'];
    expect((await walk(new Lists(cursors, 500), 200, storeOf(texts).read)).map(({ length }) => length)).toEqual([50, 1, 1]);
  });

  it('end where a filter let few through, and say how many were looked at', async () => {
    const read = async () => ({ items: ['a'], next: '1000', scanned: 1000 });
    expect(await new Lists(cursors, 1e6).page('texts', { limit: 200 }, read)).toMatchObject({ items: ['a'], page: { scanned: 1000 } });
  });

  it('end too when an item grows while they are read', async () => {
    let calls = 0;
    const read = async ({ limit }: { limit: number }) => ({
      items: Array.from({ length: limit }, () => 'a'.repeat(50 * ++calls)),
      next: 'n',
    });
    const { items } = await new Lists(cursors, 200).page('texts', { limit: 50 }, read);
    expect(items).toHaveLength(1);
  });
});
