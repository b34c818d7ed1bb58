import type { CuratedRecord, RecordsQuery } from '@twl/contracts';
import { BadCursorError } from '../../../errors';
import type { RecordReader } from '../../../storage/record-reader';
import type { Version } from '../../../storage/record-store';
import { makeOrder, makeVersion, makeWrite } from '../../factories';
import { applyPage, revisionOf, useEngine, type OpenEngine } from '../opened-engine';
import { present } from '../../present';

type ListQuery = Partial<Omit<RecordsQuery, 'cursor'>>;

/** Every record of a list, page by page. */
const walk = async (reader: RecordReader, given: ListQuery): Promise<CuratedRecord[]> => {
  const query = { limit: 2, sort: '-updatedAt' as const, ...given };
  const items: CuratedRecord[] = [];
  for (let after: string | null | undefined; after !== null;) {
    const page = await reader.list({ ...query, ...(after === undefined ? {} : { after }) });
    expect(page.items.length).toBeLessThanOrEqual(query.limit);
    items.push(...page.items);
    after = page.next;
  }
  return items;
};

/** What every record reader must do for one record and for lists. */
export const recordReaderContract = (name: string, open: OpenEngine): void => {
  describe(`${name}: record reader`, () => {
    const opened = useEngine(open);
    const engine = () => opened().engine;
    const reader = () => opened().engine.reader;
    const day = (n: number) => `2026-01-${String(n).padStart(2, '0')}T00:00:00.000Z`;

    /** Records a to f of three streams: updated in their order, occurred the other way round, c and d at the same times. */
    const fill = async () => {
      const ranks = { a: 1, b: 2, c: 3, d: 3, e: 5, f: 6 };
      const streams: Record<string, object> = { e: { stream: 'customers' }, f: { source: 'other' } };
      for (const [key, n] of Object.entries(ranks)) {
        const times = { updatedAt: day(n), occurredAt: day(20 - n) };
        await applyPage(engine(), [makeWrite({ key, title: `Title ${key.toUpperCase()}`, ...times, ...streams[key] })]);
      }
    };
    const keys = async (query: ListQuery = {}) => (await walk(reader(), query)).map(({ key }) => key).join('');

    describe('a list', () => {
      it.each([
        ['updatedAt', 'abcdef'],
        ['-updatedAt', 'fedcba'],
        ['occurredAt', 'fecdba'],
        ['-occurredAt', 'abdcef'],
      ] as const)('sorted by %s is %s, equal times by id', async (sort, order) => {
        await fill();
        expect(await keys({ sort })).toBe(order);
        expect(await keys({ sort, limit: 1 })).toBe(order);
        expect(await keys({ sort, limit: 200 })).toBe(order);
      });

      it.each<[ListQuery, string]>([
        [{ source: 'shop' }, 'edcba'],
        [{ source: 'shop', stream: 'orders' }, 'dcba'],
        [{ stream: 'orders' }, 'fdcba'],
        [{ source: 'nobody' }, ''],
        [{ source: 'shop', stream: 'nothing' }, ''],
        [{ 'updatedAt.gte': day(3) }, 'fedc'],
        [{ 'updatedAt.lt': day(3) }, 'ba'],
        [{ 'updatedAt.gte': '2026-01-03T01:00:00+01:00', 'updatedAt.lt': day(6) }, 'edc'],
        [{ 'occurredAt.gte': day(15), 'occurredAt.lt': day(18) }, 'edc'],
        [{ 'occurredAt.gte': day(15), 'updatedAt.gte': day(2), sort: 'occurredAt' }, 'ecdb'],
        [{ 'occurredAt.lt': day(18), sort: '-occurredAt', source: 'shop' }, 'dce'],
        [{ q: 'title c' }, 'c'],
        [{ q: 'TITLE', stream: 'orders', source: 'shop' }, 'dcba'],
        [{ q: 'le e' }, 'e'],
        [{ q: 'nowhere' }, ''],
        [{ q: '' }, 'fedcba'],
      ])('with %j is %s', async (query, order) => {
        await fill();
        expect(await keys(query)).toBe(order);
      });

      it('finds part of a title, whatever its letters', async () => {
        const titles = ['100% ÄRGER', '100_ärger', 'Ἀθήνα \u0000 x', "it's", 'a\\b', '\ud800 lone'];
        await applyPage(
          engine(),
          titles.map((title, i) => makeWrite({ key: String(i), title })),
        );
        for (const [q, found] of [
          ['ärger', '01'],
          ['0%', '0'],
          ['0_', '1'],
          ['ἈΘΉΝΑ', '2'],
          ['\u0000 X', '2'],
          ["t'S", '3'],
          ['\\', '4'],
          ['\ud800', '5'],
        ] as const)
          expect([q, await keys({ q, sort: 'updatedAt' })]).toEqual([q, found]);
      });

      it('finds a title in whatever normal form and case it is written, and asked for', async () => {
        const titles = [
          'caf\u00e9',
          'cafe\u0301',
          'CAFE\u0301',
          'cafe',
          'Straße',
          'STRASSE',
          'İzmir',
          'izmir',
          '\u1112\u1161\u11ab',
          '\ud55c',
        ];
        await applyPage(
          engine(),
          titles.map((title, i) => makeWrite({ key: String(i), title })),
        );
        for (const [q, found] of [
          ['caf\u00e9', '012'],
          ['Cafe\u0301', '012'],
          ['strasse', '45'],
          ['AßE', '45'],
          ['i\u0307zm', '67'],
          ['IZM', '67'],
          ['\ud55c', '89'],
          ['\u1112\u1161\u11ab', '89'],
        ] as const)
          expect([q, await keys({ q, sort: 'updatedAt' })]).toEqual([q, found]);
      });

      it('finds a stream by its name in another normal form, if none has the very name', async () => {
        await applyPage(engine(), [makeWrite({ stream: 'caf\u00e9', key: 'a' })]);
        expect(await keys({ stream: 'cafe\u0301' })).toBe('a');
        expect((await engine().runs.list({ limit: 9, stream: 'cafe\u0301' })).items).toHaveLength(1);
        const exported: string[] = [];
        for await (const { key } of reader().export({ stream: 'cafe\u0301' })) exported.push(key);
        expect(exported).toEqual(['a']);
        await applyPage(engine(), [makeWrite({ stream: 'cafe\u0301', key: 'b' })]);
        expect(await keys({ stream: 'cafe\u0301' })).toBe('b');
        expect(await keys({ stream: 'caf\u00e9' })).toBe('a');
      });

      it.each<[ListQuery, string]>([
        [{ 'occurredAt.gte': '2026-01-01T00:00:00.0005Z' }, 'cde'],
        [{ 'occurredAt.gte': '2026-01-01T00:00:00.000500Z' }, 'cde'],
        [{ 'occurredAt.gte': '2026-01-01T00:00:00.000500001Z' }, 'de'],
        [{ 'occurredAt.lt': '2026-01-01T00:00:00.0005Z' }, 'ab'],
        [{ 'occurredAt.lt': '2026-01-01T01:00:00.0005000001+01:00' }, 'abc'],
        [{ 'occurredAt.gte': '2026-01-01T00:00:00.0001Z', 'occurredAt.lt': '2026-01-01T00:00:00.0009Z' }, 'bc'],
        [{ 'occurredAt.gte': '2026-01-01T00:00:00.000Z', 'occurredAt.lt': '2026-01-01T00:00:00.001Z' }, 'abcd'],
        [{ 'occurredAt.gte': '2026-01-01T00:00:00.0005Z', sort: 'updatedAt' }, 'cde'],
        [{ 'updatedAt.lt': '2026-01-31T12:00:00.0000001Z', 'occurredAt.gte': '2026-01-01T00:00:00.0009Z' }, 'de'],
      ])('compares times finer than a millisecond exactly: %j is %s', async (query, found) => {
        const digits = ['', '.000100', '.0005', '.000900001', '.001'];
        const occurredAts = digits.map((fraction) => `2026-01-01T00:00:00${fraction}Z`);
        await applyPage(
          engine(),
          occurredAts.map((occurredAt, i) => makeWrite({ key: present('abcde'[i]), occurredAt, updatedAt: '2026-01-31T12:00:00.000Z' })),
        );
        expect(await keys({ sort: 'occurredAt', ...query })).toBe(found);
      });

      it('fills a filtered page as far as there is something to fill it with', async () => {
        const writes = Array.from({ length: 300 }, (_, n) => makeWrite({ key: String(n), title: n % 50 === 0 ? 'rare' : 'common' }));
        const { writesPerCommit } = engine().records;
        for (let from = 0; from < writes.length; from += writesPerCommit)
          await applyPage(engine(), writes.slice(from, from + writesPerCommit));
        const first = await reader().list({ q: 'rare', limit: 4, sort: 'updatedAt' });
        expect(first.items).toHaveLength(4);
        const second = await reader().list({ q: 'rare', limit: 4, sort: 'updatedAt', after: present(first.next) });
        expect(second.items).toHaveLength(2);
        expect(second.next).toBeNull();
      });

      it('has no next page when the last one is just full', async () => {
        await fill();
        expect((await reader().list({ limit: 6, sort: 'updatedAt' })).next).toBeNull();
        expect(
          (
            await reader().list({
              limit: 2,
              sort: 'updatedAt',
              source: 'shop',
              q: 'title',
              'updatedAt.gte': day(3),
              'updatedAt.lt': day(4),
            })
          ).next,
        ).toBeNull();
      });

      it('shows whole records', async () => {
        const write = makeWrite({ data: { nested: { list: [1, 'two', null] } }, title: 'whole' });
        await applyPage(engine(), [write]);
        expect(await walk(reader(), {})).toEqual([write.record]);
      });

      it('refuses a position that it did not give for the same query', async () => {
        await fill();
        const { next } = await reader().list({ limit: 1, sort: 'updatedAt' });
        const ask = (query: ListQuery & { after: string }) => reader().list({ limit: 1, sort: 'updatedAt', ...query });
        await expect(ask({ after: present(next), sort: '-updatedAt' })).rejects.toThrow(BadCursorError);
        await expect(ask({ after: present(next), source: 'shop' })).rejects.toThrow(BadCursorError);
        for (const after of [
          '',
          'garbage',
          present(next).slice(0, -4),
          Buffer.from('null').toString('base64url'),
          Buffer.from('["",{}]').toString('base64url'),
        ])
          await expect(ask({ after })).rejects.toThrow(BadCursorError);
        expect((await ask({ after: present(next), limit: 5 })).items).toHaveLength(5);
      });
    });

    describe('the versions of a record', () => {
      it('are newest first, each valid until the next', async () => {
        const contents = [1, 2, 3].map((n) =>
          makeVersion({ at: day(n), order: makeOrder({ runSeq: n }), data: { n }, fingerprint: `md5:${n}`, title: `t${n}` }),
        );
        const write = (content: Version, expected: number | null, earlier: Version[]) => {
          const version = earlier.length + 1;
          const { data, title, fingerprint, at: updatedAt } = content;
          const record = { version, data, title, fingerprint, updatedAt, firstSeenAt: day(1), occurredAt: day(1) };
          const versions = earlier.slice(-1).map((one) => ({ version: version - 1, content: one }));
          return makeWrite(record, { expected, content, versions });
        };
        await applyPage(engine(), [write({ ...present(contents[0]), occurredAt: '2025-01-01T00:00:00.000Z' }, null, [])]);
        const id = 'shop.orders.1';
        const first = { ...present(contents[0]), occurredAt: '2025-01-01T00:00:00.000Z' };
        await applyPage(engine(), [write(present(contents[1]), await revisionOf(engine(), id), [first])]);
        await applyPage(engine(), [write(present(contents[2]), await revisionOf(engine(), id), contents.slice(0, 2))]);
        const shape = ({ rawRef, data, title, fingerprint }: Version) => ({ rawRef, data, title, fingerprint });
        expect(await reader().versions(id)).toEqual([
          { version: 3, validFrom: day(3), validTo: null, occurredAt: day(1), ...shape(present(contents[2])) },
          { version: 2, validFrom: day(2), validTo: day(3), occurredAt: day(1), ...shape(present(contents[1])) },
          { version: 1, validFrom: day(1), validTo: day(2), occurredAt: first.occurredAt, ...shape(first) },
        ]);
      });

      it('are none when there is no record', async () => {
        expect(await reader().versions('shop.orders.none')).toEqual([]);
        expect(await reader().get('shop.orders.none')).toBeUndefined();
      });
    });

    it('knows how many records each stream has', async () => {
      await fill();
      await applyPage(engine(), [makeWrite({ key: 'a', version: 2 }, { expected: await revisionOf(engine(), 'shop.orders.a') })]);
      expect((await reader().tally()).sort((a, b) => b.records - a.records)).toEqual([
        { source: 'shop', stream: 'orders', records: 4 },
        ...expectTwo(),
      ]);
    });

    const expectTwo = () => [expect.objectContaining({ records: 1 }), expect.objectContaining({ records: 1 })];
  });
};
