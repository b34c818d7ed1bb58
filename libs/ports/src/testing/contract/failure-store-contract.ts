import type { Failure } from '@twl/contracts';
import { BadCursorError } from '../../errors';
import { makeFailure, makeWrite } from '../factories';
import { applyPage, useEngine, type OpenEngine } from './opened-engine';

/** What every failure store must do. */
export const failureStoreContract = (name: string, open: OpenEngine): void => {
  describe(`${name}: failure store`, () => {
    const opened = useEngine(open);
    const engine = () => opened().engine;
    const failures = () => opened().engine.failures;
    const at = (second: number) => `2026-01-31T12:00:${String(second).padStart(2, '0')}.000Z`;

    const fill = async () =>
      applyPage(engine(), [], {
        failures: [
          makeFailure({ id: 'a', at: at(1) }),
          makeFailure({ id: 'b', at: at(2), kind: 'page', reason: 'UNPARSABLE' }),
          makeFailure({ id: 'c', at: at(2), run: 'run-9' }),
          makeFailure({ id: 'd', at: at(4), stream: 'customers' }),
          makeFailure({ id: 'e', at: at(5), source: 'other' }),
        ],
      });
    const ids = ({ items }: { items: Failure[] }) => items.map(({ id }) => id).join('');
    const list = async (query: Partial<Parameters<ReturnType<typeof failures>['list']>[0]> = {}) =>
      ids(await failures().list({ limit: 50, ...query }));

    it('gives a failure with all that is known of it', async () => {
      const failure = makeFailure({ data: { big: 2n ** 64n, odd: '\ud800\u0000', ['__proto__']: { x: 1 } }, detail: 'odd \ud800\u0000' });
      await applyPage(engine(), [], { failures: [failure] });
      expect(await failures().get(failure.id)).toEqual(failure);
      expect((await failures().list({ limit: 1 })).items).toEqual([failure]);
      expect(await failures().get('none')).toBeUndefined();
    });

    it('lists the newest first and keeps to its filters', async () => {
      await fill();
      await failures().mark('d', 'resolved');
      expect(await list()).toBe('edcba');
      expect(await list({ source: 'shop' })).toBe('dcba');
      expect(await list({ source: 'shop', stream: 'orders' })).toBe('cba');
      expect(await list({ run: 'run-9' })).toBe('c');
      expect(await list({ kind: 'page' })).toBe('b');
      expect(await list({ reason: 'KEY_MISSING', status: 'open' })).toBe('eca');
      expect(await list({ status: 'resolved' })).toBe('d');
    });

    it('finds those of a stream by its name in any normal form', async () => {
      const stream = 'caf\u00e9';
      await applyPage(engine(), [makeWrite({ stream })], { failures: [makeFailure({ id: 'a', stream })] });
      expect(await list({ stream: 'cafe\u0301' })).toBe('a');
      expect(await list({ stream: 'cafe' })).toBe('');
    });

    it('goes on where it stood, whatever comes meanwhile', async () => {
      await fill();
      const first = await failures().list({ limit: 2 });
      await applyPage(engine(), [], { failures: [makeFailure({ id: 'new', at: at(9) })] });
      const second = await failures().list({ limit: 2, after: first.next! });
      const third = await failures().list({ limit: 2, after: second.next! });
      expect([first, second, third].map(ids)).toEqual(['ed', 'cb', 'a']);
      expect(third.next).toBeNull();
      expect((await failures().list({ limit: 6 })).next).toBeNull();
    });

    it('refuses a position that is not its own', async () => {
      await fill();
      const { next } = await failures().list({ limit: 1 });
      await expect(failures().list({ limit: 1, status: 'open', after: next! })).rejects.toThrow(BadCursorError);
      await expect(failures().list({ limit: 1, after: 'garbage' })).rejects.toThrow(BadCursorError);
    });

    it('marks an open failure once, and keeps it', async () => {
      await fill();
      expect(await failures().countOpen()).toBe(5);
      expect(await failures().mark('a', 'resolved')).toBe(true);
      expect(await failures().mark('a', 'discarded')).toBe(false);
      expect(await failures().mark('none', 'discarded')).toBe(false);
      expect(await failures().get('a')).toMatchObject({ status: 'resolved' });
      expect(await failures().countOpen()).toBe(4);
    });

    it('counts how often an open failure was refused, and keeps the first refusal', async () => {
      await fill();
      const again = { reason: 'CONTRACT', detail: 'the type changed' } as const;
      expect(await failures().refuse('a', again)).toBe(true);
      const first = { reason: 'KEY_MISSING', detail: 'the field id is missing' } as const;
      expect(await failures().get('a')).toEqual(makeFailure({ id: 'a', at: at(1), ...again, attempts: 2, first }));
      expect(await failures().refuse('a', { reason: 'TRANSFORM', detail: 'odd \ud800' })).toBe(true);
      expect(await failures().get('a')).toMatchObject({ reason: 'TRANSFORM', detail: 'odd \ud800', attempts: 3, first, status: 'open' });
      expect(await list({ reason: 'TRANSFORM' })).toBe('a');
      await failures().mark('a', 'discarded');
      expect(await failures().refuse('a', again)).toBe(false);
      expect(await failures().refuse('none', again)).toBe(false);
      expect(await failures().get('a')).toMatchObject({ attempts: 3, status: 'discarded' });
    });

    it('is marked by one of many', async () => {
      await fill();
      const marks = await Promise.all([1, 2, 3].map(() => failures().mark('a', 'discarded')));
      expect(marks.filter(Boolean)).toHaveLength(1);
    });
  });
};
