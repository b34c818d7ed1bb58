import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { afterAllText, fromOrderText, toOrderText } from './order-text';

const anyText = fc.array(
  fc.oneof(fc.integer({ min: 0, max: 0xffff }), fc.constantFrom(0, 1, 0x7f, 0xd7ff, 0xd800, 0xdbff, 0xdc00, 0xdfff, 0xe000, 0xffff)),
  { maxLength: 6 },
);
const text = anyText.map((units) => String.fromCharCode(...units));

describe('text in the database', () => {
  const db = new DatabaseSync(':memory:');
  db.exec('CREATE TABLE t (a TEXT)');
  const less = db.prepare('SELECT ? < ? AS less');
  const insert = db.prepare('INSERT INTO t VALUES (?) RETURNING a');
  afterAll(() => db.close());

  it('comes back code unit by code unit', () => {
    fc.assert(
      fc.property(text, (one) => {
        expect(fromOrderText(String(insert.get(toOrderText(one))?.['a']))).toBe(one);
      }),
      { numRuns: 2000 },
    );
  });

  it('sorts by code units', () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(Boolean(less.get(toOrderText(a), toOrderText(b))?.['less'])).toBe(a < b);
        expect(Boolean(less.get(toOrderText(a), afterAllText)?.['less'])).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it('is what it was where nothing is odd', () => {
    expect(toOrderText('shop.orders.1 äöü')).toBe('shop.orders.1 äöü');
  });
});
