import type { JsonObject } from '@twl/contracts';
import { makeOrder, makeVersion, makeWrite } from '../../factories';
import { applyPage, useEngine, type OpenEngine } from '../opened-engine';
import { present } from '../../present';

const odd: JsonObject = {
  big: 12345678901234567890n,
  negative: -(2n ** 80n),
  edge: [Number.MAX_SAFE_INTEGER, 2n ** 53n, 1e20, 1.5e300, 5e-324, -0.1, 123456789012345680000],
  ['__proto__']: { polluted: true },
  constructor: { prototype: null },
  '': '',
  '1': 'integer-like keys come first',
  text: 'ä \u0000 \ud800 \udc00 😀 \u2028 \ufffd',
  '\ud800': '\udfff',
  digits: '12345678901234567890',
  escaped: '"\\":12345678901234567890,',
  deep: JSON.parse('['.repeat(60) + ']'.repeat(60)),
};

/** Whatever JSON and Unicode allow comes back as it was written. */
export const oddValuesContract = (name: string, open: OpenEngine): void => {
  describe(`${name}: odd values`, () => {
    const opened = useEngine(open);
    const engine = () => opened().engine;

    it('survive in records, versions and failures', async () => {
      const content = makeVersion({ data: odd, title: 'x\u0000\ud800', order: makeOrder({ cursor: '\udfff\u0000' }) });
      const write = makeWrite({ data: odd, title: 'x\u0000\ud800', version: 2 }, { content, versions: [{ version: 1, content }] });
      await applyPage(engine(), [write]);
      const { id } = write.record;
      expect(await engine().reader.get(id)).toEqual(write.record);
      expect(await engine().records.history(id)).toEqual([content, content]);
      expect((await engine().records.currents([id])).get(id)).toMatchObject({ content, record: write.record, order: content.order });
      expect((await engine().reader.list({ limit: 1, sort: 'updatedAt' })).items).toEqual([write.record]);
      const { data } = present(await engine().reader.get(id));
      expect(Object.keys(data).sort()).toEqual(Object.keys(odd).sort());
      expect([data['polluted'], ({} as JsonObject)['polluted']]).toEqual([undefined, undefined]);
    });

    const keys = [
      '',
      ' ',
      'a',
      'A',
      'ä',
      'a\u0308',
      '\u0000',
      '\u0000\u0000',
      '\u0001',
      'a\u0000',
      'a\u0000b',
      '\ud800',
      '\udbff',
      '\udfff',
      '\ufffd',
      '\uffff',
      '😀',
      '%',
      "'",
      '["a",1]',
      'x'.repeat(2000),
    ];

    it('tell keys apart that look alike', async () => {
      await applyPage(
        engine(),
        keys.map((key) => makeWrite({ key, data: { key } })),
      );
      const ids = keys.map((key) => `shop.orders.${key}`);
      expect((await engine().records.heads(ids)).size).toBe(keys.length);
      for (const [i, key] of keys.entries())
        expect(await engine().reader.get(present(ids[i]))).toMatchObject({ id: ids[i], key, data: { key } });
      const { items } = await engine().reader.list({ limit: 200, sort: 'updatedAt' });
      expect(items.map(({ id }) => id)).toEqual([...ids].sort());
    });

    it('are exported in order of ids, code unit by code unit', async () => {
      const writes = keys.map((key) => makeWrite({ key }));
      await applyPage(engine(), writes);
      await applyPage(engine(), [
        makeWrite({ source: 'shop', stream: 'orders2' }),
        makeWrite({ source: 'shop', stream: 'orders2', key: '2' }),
      ]);
      await applyPage(engine(), [makeWrite({ source: 'Shop' })]);
      const exported = async (filter: { source?: string; stream?: string }) => {
        const ids: string[] = [];
        for await (const { id } of engine().reader.export(filter)) ids.push(id);
        return ids;
      };
      const ids = writes.map(({ record }) => record.id).sort();
      const others = ['shop.orders2.1', 'shop.orders2.2'];
      expect(await exported({})).toEqual([...ids, ...others, 'Shop.orders.1'].sort());
      expect(await exported({ source: 'shop' })).toEqual([...ids, ...others].sort());
      expect(await exported({ source: 'shop', stream: 'orders' })).toEqual(ids);
      expect(await exported({ stream: 'orders2' })).toEqual(others);
      expect(await exported({ source: 'nobody' })).toEqual([]);
    });

    it('are allowed in names of streams and runs', async () => {
      const stream = "o'rders.\u0000\ud800/..%";
      await applyPage(engine(), [makeWrite({ stream, key: '1' })]);
      expect(await engine().reader.tally()).toEqual([{ source: 'shop', stream, records: 1 }]);
      expect((await engine().runs.list({ limit: 1, stream })).items).toMatchObject([{ stream }]);
      expect((await engine().reader.list({ limit: 1, sort: 'updatedAt', stream })).items).toMatchObject([{ stream }]);
    });
  });
};
