import { randomBytes } from 'node:crypto';
import { RawConflictError } from '../../errors';
import type { RawFilter } from '../../storage/raw-store';
import { makePageMeta, makeRawKey } from '../factories';
import { payloadOf, readPayload } from '../../memory-payload';
import { useEngine, type OpenEngine } from './opened-engine';
import { present } from '../present';

/** What every raw store must do. */
export const rawStoreContract = (name: string, open: OpenEngine): void => {
  describe(`${name}: raw store`, () => {
    const opened = useEngine(open);
    const raw = () => opened().engine.raw;

    const put = (key: string, content: string | Uint8Array = '[]', source = 'shop', stream = 'orders') => {
      const body = payloadOf(content);
      const { sha256, bytes } = body;
      const at = /date=(\d{4}-\d\d-\d\d)/.exec(key)?.[1] ?? '2026-01-31';
      return raw().put(key, makePageMeta({ source, stream, sha256, bytes, fetchedAt: `${at}T12:00:00.000Z` }), body);
    };

    const read = async (key: string) => {
      const object = await raw().get(key);
      return object && (await readPayload(object.body));
    };

    const keys = async (filter: RawFilter) => {
      const found: string[] = [];
      for await (const { key } of raw().list(filter)) found.push(key);
      return found;
    };

    describe('an object', () => {
      it('comes back byte for byte, as often as it is opened', async () => {
        const bytes = randomBytes(300_000);
        const body = payloadOf(bytes);
        const meta = makePageMeta({ sha256: body.sha256, bytes: body.bytes, partition: { shop: 'ä\u0000' }, last: true });
        expect(await raw().put(makeRawKey(), meta, body)).toBe('stored');
        const object = await raw().get(makeRawKey());
        expect(object?.meta).toEqual(meta);
        expect(object?.body).toMatchObject({ bytes: body.bytes, sha256: body.sha256 });
        expect(bytes.equals(await readPayload(present(object).body))).toBe(true);
        expect(bytes.equals(await readPayload(present(object).body))).toBe(true);
      });

      it('may be empty', async () => {
        await put(makeRawKey(), '');
        expect(await read(makeRawKey())).toEqual(Buffer.alloc(0));
      });

      it('is undefined when nobody stored it', async () => {
        expect(await raw().get(makeRawKey())).toBeUndefined();
      });

      it('can be left in the middle of reading', async () => {
        await put(makeRawKey(), randomBytes(1_000_000));
        const object = await raw().get(makeRawKey());
        for await (const chunk of present(object).body.open()) {
          expect(chunk.length).toBeGreaterThan(0);
          break;
        }
        expect((await readPayload(present(object).body)).length).toBe(1_000_000);
        await present(object).body.dispose();
      });
    });

    describe('a key', () => {
      it('takes the same content again', async () => {
        expect(await put(makeRawKey(), 'a')).toBe('stored');
        expect(await put(makeRawKey(), 'a')).toBe('existed');
      });

      it('refuses another content and keeps the first', async () => {
        await put(makeRawKey(), 'first');
        await expect(put(makeRawKey(), 'second')).rejects.toThrow(RawConflictError);
        expect(String(await read(makeRawKey()))).toBe('first');
      });

      it('is won by one of many that come at once', async () => {
        const puts = await Promise.allSettled(['a', 'b', 'c', 'd'].map((content) => put(makeRawKey(), content)));
        const winners = puts.flatMap((result, i) => (result.status === 'fulfilled' ? [['a', 'b', 'c', 'd'][i]] : []));
        expect(winners).toEqual([String(await read(makeRawKey()))]);
        expect((await raw().get(makeRawKey()))?.meta.sha256).toBe(payloadOf(present(winners[0])).sha256);
      });

      it('is stored once when the same content comes many times at once', async () => {
        const puts = await Promise.all(['a', 'a', 'a'].map((content) => put(makeRawKey(), content)));
        expect(puts.sort()).toEqual(['existed', 'existed', 'stored']);
      });

      it.each([
        'raw/source=shop/../../../escape',
        'raw/source=shop/stream=a b/date=2026-01-31/ü%2f\u0000.gz',
        'raw/../x',
        '/etc/x',
        'C:\\x',
      ])('may be anything: %j', async (key) => {
        await put(key, key);
        expect(String(await read(key))).toBe(key);
        expect(await raw().get(`${key}x`)).toBeUndefined();
      });
    });

    describe('a list', () => {
      it('is in order of the keys', async () => {
        const positions = [
          { runSeq: 2, pageIndex: 0 },
          { runSeq: 1, pageIndex: 10 },
          { runSeq: 1, pageIndex: 2 },
          { runSeq: 1, at: '2026-01-30T23:59:59.999Z' },
        ].map(makeRawKey);
        for (const key of positions) await put(key);
        expect(await keys({ source: 'shop' })).toEqual([...positions].sort());
      });

      it('keeps to its source and stream, whatever others are named', async () => {
        const others = [
          ['shop', 'orders-2'],
          ['shop', 'order'],
          ['shop2', 'orders'],
          ['sho', 'orders'],
        ] as const;
        for (const [source, stream] of others) await put(makeRawKey({ source, stream }), '[]', source, stream);
        await put(makeRawKey());
        expect(await keys({ source: 'shop', stream: 'orders' })).toEqual([makeRawKey()]);
        expect(await keys({ source: 'shop' })).toHaveLength(3);
        expect(await keys({ source: 'nobody' })).toEqual([]);
      });

      it('includes both of its days', async () => {
        const days = ['2026-01-29', '2026-01-30', '2026-01-31', '2026-02-01'].map((day) => makeRawKey({ at: `${day}T00:00:00.000Z` }));
        for (const key of days) await put(key);
        expect(await keys({ source: 'shop', stream: 'orders', fromDay: '2026-01-30', toDay: '2026-01-31' })).toEqual(days.slice(1, 3));
        expect(await keys({ source: 'shop', fromDay: '2026-01-31' })).toEqual(days.slice(2));
        expect(await keys({ source: 'shop', toDay: '2026-01-29' })).toEqual(days.slice(0, 1));
      });

      it('has the metadata', async () => {
        await put(makeRawKey(), 'content');
        for await (const entry of raw().list({ source: 'shop' }))
          expect(entry).toEqual({ key: makeRawKey(), meta: (await raw().get(makeRawKey()))?.meta });
        expect.assertions(1);
      });
    });

    describe('removing', () => {
      it('takes an object away, and its place can be used again', async () => {
        await put(makeRawKey(), 'old');
        await raw().remove(makeRawKey());
        expect(await raw().get(makeRawKey())).toBeUndefined();
        expect(await keys({ source: 'shop' })).toEqual([]);
        expect(await put(makeRawKey(), 'new')).toBe('stored');
      });

      it('is no error for a missing object', async () => {
        await expect(raw().remove(makeRawKey())).resolves.toBeUndefined();
      });
    });
  });
};
