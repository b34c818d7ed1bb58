import type { JsonObject } from '@twl/contracts';
import { ContractFrozenError } from './contract-frozen-error';
import { CheckedRuns } from './contract-check.factory';

const first: JsonObject[] = [
  { id: 1, name: 'a', price: 1.5, tags: ['x'], address: { zip: '1', geo: { lat: 1 } }, note: null, 'a.b': true },
  { id: 2, name: null, price: 2, tags: [], address: { zip: null, geo: { lat: 2.5 } }, note: null, 'a.b': false, extra: 1 },
];
const after = async (settings: object, records = first): Promise<CheckedRuns> => {
  const runs = new CheckedRuns(settings);
  await runs.checkPage(1, records);
  return runs;
};

describe('a page that is held to the contract of its stream', () => {
  describe('shows no drift', () => {
    it.each<[string, JsonObject[]]>([
      ['the same again', first],
      ['an integer where a number was, and the other way round', [{ ...first[0]!, id: 1.5, price: 1 }]],
      ['an integer that no double holds', [{ ...first[0]!, id: 12345678901234567890n }]],
      ['null in any field', [{ id: null, name: null, price: null, tags: null, address: null, note: null, 'a.b': null }]],
      ['a first value where null was so far', [{ ...first[0]!, note: 'text' }]],
      ['no value in a field that not every record had', [first[0]!]],
      ['a field that some records lack', [first[0]!, { id: 2 }]],
      ['empty lists and objects', [{ ...first[0]!, tags: [], address: {} }]],
      ['another date', [{ ...first[0]!, name: '2026-01-31T12:00:00Z' }]],
      ['no records at all', []],
      ['fields in another order', [Object.fromEntries(Object.entries(first[0]!).reverse())]],
    ])('%s', async (_what, records) => {
      const runs = await after({ typeChange: 'quarantine', removed: 'quarantine' });
      expect(await runs.drift(2, records)).toEqual([]);
      expect((await runs.checkPage(3, records)).refused).toEqual([]);
    });

    it('on a second run that is the same: then nothing is to be written at all', async () => {
      const runs = await after({});
      expect((await runs.checkPage(2, first)).contractUpdate).toBeUndefined();
    });

    it('in what filled a list or an object that was empty so far', async () => {
      const runs = await after({ typeChange: 'quarantine' }, [{ tags: [], meta: {} }]);
      expect(await runs.drift(2, [{ tags: [{ a: 1 }], meta: { b: 'x' } }])).toEqual([]);
      expect(await runs.drift(3, [{ tags: [{ a: 'x' }], meta: { b: 1 } }])).toEqual([
        'changed meta.b: string -> number (quarantine)',
        'changed tags[].a: number -> string (quarantine)',
      ]);
    });

    it('in a field that is missed on a page of a run that brings only what is new', async () => {
      const runs = await after({ removed: 'quarantine' });
      expect(await runs.drift(2, [{ id: 3 }], { cursor: '2026' })).toEqual([]);
    });
  });

  describe('shows', () => {
    it.each<[string[], JsonObject]>([
      [['changed id: number -> string (evolve)'], { ...first[0]!, id: '1' }],
      [['changed name: null|string -> number (evolve)'], { ...first[0]!, name: 5 }],
      [['added more:  -> object (evolve)'], { ...first[0]!, more: { a: 1, b: [{}] } }],
      [['changed address: object -> string (evolve)'], { ...first[0]!, address: 'text' }],
      [
        ['added address.city:  -> string (evolve)', 'changed address.zip: null|string -> number (evolve)'],
        { ...first[0]!, address: { zip: 1, city: 'x', geo: { lat: 1 } } },
      ],
      [['changed tags[]: string -> boolean|number (evolve)'], { ...first[0]!, tags: [1, true] }],
      [['changed a\\.b: boolean -> string (evolve)'], { ...first[0]!, 'a.b': 'x' }],
      [['added __proto__:  -> number (evolve)'], JSON.parse(JSON.stringify(first[0]).replace('{', '{"__proto__":1,')) as JsonObject],
    ])('%j', async (drift, record) => {
      const runs = await after({});
      expect(await runs.drift(2, [record])).toEqual(drift);
      expect(await runs.drift(3, [record])).toEqual([]);
    });

    it('what none of its records has any more, once', async () => {
      const runs = await after({});
      const left = first.map(({ price: _price, address: _address, ...rest }) => rest);
      expect(await runs.drift(2, left)).toEqual(['removed address: object ->  (evolve)', 'removed price: number ->  (evolve)']);
      expect(await runs.drift(3, left)).toEqual([]);
    });

    it('where a sample of it is, and how it looks, shortened', async () => {
      const runs = await after({});
      const { contractUpdate } = await runs.checkPage(2, [first[0]!, { ...first[1]!, id: 'x'.repeat(500) }]);
      expect(contractUpdate!.changes).toEqual([
        {
          field: 'id',
          change: 'changed',
          types: ['string'],
          before: ['number'],
          always: true,
          policy: 'evolve',
          itemIndex: 1,
          sample: expect.any(String),
        },
      ]);
      expect(contractUpdate!.changes[0]!.sample!.length).toBeLessThan(70);
    });
  });

  describe('with the policy quarantine', () => {
    it('keeps back the record, and says where and why', async () => {
      const runs = await after({ typeChange: 'quarantine' });
      const { items, refused } = await runs.checkPage(2, [first[0]!, { ...first[1]!, id: '2', tags: ['y', 5] }, first[0]!]);
      expect(items.map(({ kind }) => kind)).toEqual(['record', 'refused', 'record']);
      expect(refused).toMatchObject([{ itemIndex: 1, pointer: '/1', reason: 'CONTRACT', data: { id: '2' } }]);
      expect(refused[0]!.detail).toBe(
        '/id is string where the contract has number; /tags/1 is number where the contract has string (if it is meant to be so: twl contract accept shop orders)',
      );
    });

    it('goes on keeping back what nobody accepted, and lets through what somebody did', async () => {
      const runs = await after({ typeChange: 'quarantine' });
      const records = [{ ...first[0]!, id: '1' }];
      await runs.checkPage(2, records);
      expect((await runs.checkPage(3, records)).refused).toHaveLength(1);
      runs.notes.accepted.push({ source: 'shop', stream: 'orders', field: 'id', type: 'string', at: '', who: 'ada' });
      for (const seq of [2, 3, 4]) expect((await runs.checkPage(seq, records)).refused).toEqual([]);
    });

    it('keeps back every record of a page on which a field is gone that all records had', async () => {
      const runs = await after({ removed: 'quarantine' });
      const { items, refused } = await runs.checkPage(
        2,
        first.map(({ price: _price, ...rest }) => rest),
      );
      expect(items.map(({ kind }) => kind)).toEqual(['refused', 'refused']);
      expect(refused[0]!.detail).toMatch(/^price is in no record of the page, every record had it before \(number\)/);
      runs.notes.accepted.push({ source: 'shop', stream: 'orders', field: 'price', type: null, at: '', who: 'ada' });
      expect(
        (
          await runs.checkPage(2, [
            { ...first[0]!, price: null },
            { id: 5, name: 'x' },
          ])
        ).refused,
      ).toEqual([]);
    });

    it('judges a field by its own rule, and what is in it', async () => {
      const runs = await after({ typeChange: 'quarantine', fields: { address: 'evolve', tags: 'ignore', 'address.geo': 'quarantine' } });
      const record = { ...first[0]!, tags: 5, address: { zip: 1, geo: { lat: 1 } } };
      expect((await runs.checkPage(2, [record])).refused).toEqual([]);
      expect((await runs.checkPage(3, [{ ...record, address: { zip: '1', geo: { lat: 'x' } } }])).refused).toHaveLength(1);
    });
  });

  describe('with the policy freeze', () => {
    it('is set aside before any of its records is let through', async () => {
      const runs = await after({ typeChange: 'freeze' });
      const page = runs.checkPage(2, [first[0]!, first[1]!, { ...first[0]!, id: 'x' }]);
      await expect(page).rejects.toThrow(ContractFrozenError);
      await expect(page).rejects.toMatchObject({ reason: 'CONTRACT', fieldChanges: [{ field: 'id', sample: '"x"' }] });
    });

    it('is set aside when a field is gone that all records had', async () => {
      const runs = await after({ removed: 'freeze' });
      await expect(runs.checkPage(2, [{ id: 1 }])).rejects.toThrow('price is in no record of the page');
      expect(await runs.drift(2, first)).toEqual([]);
    });
  });

  describe('with declared types', () => {
    const schema = {
      type: 'object',
      definitions: { money: { type: ['null', 'number'] } },
      properties: {
        id: { type: 'integer' },
        price: { $ref: '#/definitions/money' },
        tags: { type: 'array', items: { anyOf: [{ type: 'string' }, { type: 'boolean' }] } },
        meta: {},
      },
    };

    it('is held to them from the first run on', async () => {
      const runs = new CheckedRuns({ typeChange: 'quarantine' }, schema);
      const { refused } = await runs.checkPage(1, [
        { id: 1, price: 1, tags: ['x', true], meta: 5, other: 1 },
        { id: 2, price: '5' },
      ]);
      expect(refused).toMatchObject([{ itemIndex: 1 }]);
      expect(await runs.drift(2, [{ id: 1, price: null, tags: [5], meta: 'x', other: 'x' }])).toEqual([
        'changed other: number -> string (quarantine)',
        'changed tags[]: boolean|string -> number (quarantine)',
      ]);
    });
  });

  it('teaches little beyond what the pages before it did, however the records differ', async () => {
    const runs = new CheckedRuns({ removed: 'quarantine' });
    for (let pageIndex = 0; pageIndex < 200; pageIndex++) {
      const optional = Array.from({ length: 8 }, (_, bit) => [`f${bit}`, 1] as const).filter((_, bit) => (pageIndex >> bit) & 1);
      await runs.checkPage(1, [{ id: pageIndex, ...Object.fromEntries(optional) }], { pageIndex });
    }
    expect(runs.notes.updates.length).toBeLessThan(20);
    const always = Object.entries(runs.known()).filter(([, known]) => (known as { always: boolean }).always);
    expect(always.map(([field]) => field)).toEqual(['id']);
  });

  it('watches a bounded number of fields, of bounded depth', async () => {
    const runs = await after({}, [Object.fromEntries(Array.from({ length: 3000 }, (_, i) => [`k${i}`, { v: i }]))]);
    expect(runs.notes.updates[0]!.changes).toHaveLength(1000);
    let deep: JsonObject = {};
    for (let i = 0; i < 60; i++) deep = { a: deep };
    const { contractUpdate } = await new CheckedRuns().checkPage(1, [deep]);
    expect(contractUpdate!.changes).toHaveLength(8);
  });
});
