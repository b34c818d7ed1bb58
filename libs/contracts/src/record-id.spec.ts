import fc from 'fast-check';
import { recordId, recordIdPrefix, splitRecordId, streamId } from './record-id';

const text = fc.oneof(fc.string({ unit: fc.constantFrom('a', '.', '~', '0', '1', '%', '/', '"') }), fc.string({ unit: 'grapheme' }));
const record = fc.record({ source: text, stream: text, key: text });
const idOf = ({ key, ...of }: { source: string; stream: string; key: string }): string => recordId(of, key);

describe('the id of a record', () => {
  it('is its names and its key, joined by dots', () => {
    expect(recordId({ source: 'shop', stream: 'orders' }, 'c.1')).toBe('shop.orders.c.1');
    expect(recordId({ source: 'shop', stream: 'b.c' }, '1')).toBe('shop.b~1c.1');
    expect(recordId({ source: 'shop', stream: 'b~1c' }, '1')).toBe('shop.b~01c.1');
  });

  it('is that of no other record', () => {
    fc.assert(
      fc.property(record, record, (a, b) => {
        const isSame = a.source === b.source && a.stream === b.stream && a.key === b.key;
        expect(idOf(a) === idOf(b)).toBe(isSame);
      }),
      {
        numRuns: 2000,
        examples: [
          [
            { source: 's', stream: 'b', key: 'c.1' },
            { source: 's', stream: 'b.c', key: '1' },
          ],
        ],
      },
    );
  });

  it('tells its stream and its key', () => {
    fc.assert(
      fc.property(record, ({ source, stream, key }) => {
        expect(splitRecordId(recordId({ source, stream }, key))).toEqual({ prefix: recordIdPrefix({ source, stream }), key });
      }),
      { numRuns: 2000 },
    );
    expect(['', 'a', 'a.b', '.', 'a.'].map(splitRecordId)).toEqual([undefined, undefined, undefined, undefined, undefined]);
  });

  it('begins with what no other stream has', () => {
    fc.assert(
      fc.property(record, record, (a, b) => {
        expect(streamId(a) === streamId(b)).toBe(a.source === b.source && a.stream === b.stream);
        if (streamId(a) !== streamId(b)) expect(idOf(a).startsWith(recordIdPrefix(b))).toBe(false);
      }),
      { numRuns: 2000 },
    );
  });
});
