import { makeOrder, makeVersion, makeWrite } from '../../factories';
import { applyPage, useEngine, type OpenEngine } from '../opened-engine';
import { present } from '../../present';

const day = (n: number) => `2026-01-${String(n).padStart(2, '0')}T00:00:00.000Z`;

/** How every record store must remove versions that are over. */
export const expiryContract = (name: string, open: OpenEngine): void => {
  describe(`${name}: expiry of versions`, () => {
    const opened = useEngine(open);
    const records = () => opened().engine.records;
    const retention = () => opened().engine.retention;
    const reader = () => opened().engine.reader;

    /** A record whose versions began on some days, the last of them current. */
    const withVersions = (key: string, days: number[], stream = 'orders') => {
      const chain = days.map((n) => makeVersion({ at: day(n), order: makeOrder({ runSeq: n }), data: { n } }));
      const versions = chain.slice(0, -1).map((content, i) => ({ version: i + 1, content }));
      const current = { stream, key, version: days.length, updatedAt: day(present(days.at(-1))) };
      return applyPage(opened().engine, [makeWrite(current, { content: present(chain.at(-1)), versions })]);
    };
    const expire = (before: string, more: { stream?: string; after?: string; limit?: number } = {}) =>
      retention().expireVersions({ source: 'shop', stream: 'orders', limit: 100, before, ...more });
    const kept = async (key: string, stream = 'orders') =>
      (await records().history(`shop.${stream}.${key}`)).map(({ order }) => order.runSeq).join(' ');

    it('takes those that were replaced before a time, and never the current one', async () => {
      await withVersions('a', [1, 3, 5, 7]);
      expect(await expire(day(3))).toEqual({ removed: 0, next: null });
      expect(await expire(day(6))).toEqual({ removed: 2, next: null });
      expect(await kept('a')).toBe('5 7');
      expect((await reader().versions('shop.orders.a')).map(({ version }) => version)).toEqual([4, 3]);
      expect(await expire('2027-01-01T00:00:00.000Z')).toEqual({ removed: 1, next: null });
      expect(await kept('a')).toBe('7');
      expect(await expire('2027-01-01T00:00:00.000Z')).toEqual({ removed: 0, next: null });
      expect(await reader().get('shop.orders.a')).toMatchObject({ version: 4, data: { n: 7 } });
    });

    it('leaves none behind that is older than one that stays', async () => {
      await withVersions('a', [1, 9, 3, 5]);
      expect(await expire(day(4))).toEqual({ removed: 0, next: null });
      expect(await kept('a')).toBe('1 9 3 5');
    });

    it('changes no revision, and nothing of other streams', async () => {
      await withVersions('a', [1, 3]);
      await withVersions('a', [1, 3], 'customers');
      const before = await records().heads(['shop.orders.a']);
      await expire(day(20));
      expect(await records().heads(['shop.orders.a'])).toEqual(before);
      expect([await kept('a'), await kept('a', 'customers')]).toEqual(['3', '1 3']);
    });

    it('goes through a stream step by step', async () => {
      const keys = ['a', 'b', 'c', 'd', 'e'];
      for (const key of keys) await withVersions(key, [1, 3]);
      let removed = 0;
      let steps = 0;
      for (let after: string | null | undefined; after !== null; steps++) {
        const step = await expire(day(20), { limit: 2, ...(after === undefined ? {} : { after }) });
        expect(step.removed).toBeLessThanOrEqual(2);
        removed += step.removed;
        after = step.next;
      }
      expect([removed, steps]).toEqual([5, 3]);
      for (const key of keys) expect(await kept(key)).toBe('3');
    });

    it('finds nothing in a stream that nobody knows', async () => {
      expect(await expire(day(20), { stream: 'none' })).toEqual({ removed: 0, next: null });
    });
  });
};
