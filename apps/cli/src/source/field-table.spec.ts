import type { JsonObject } from '@twl/contracts';
import { fieldLines, fieldTable } from './field-table';

describe('a table of fields', () => {
  const records: JsonObject[] = [
    { id: 1, name: 'ada', tags: [{ t: 1 }, { t: 'x', u: null }], deep: { a: 1.5 } },
    { id: 12345678901234567890n, name: null, tags: [], odd: true },
  ];

  it('says types, what can be null, and how often a field is there', () => {
    expect(fieldTable(records)).toEqual([
      { field: 'id', types: ['integer'], nullable: false, present: 2, of: 2 },
      { field: 'name', types: ['string'], nullable: true, present: 2, of: 2 },
      { field: 'tags', types: ['array'], nullable: false, present: 2, of: 2 },
      { field: 'tags[].t', types: ['integer', 'string'], nullable: false, present: 2, of: 2 },
      { field: 'tags[].u', types: [], nullable: true, present: 1, of: 2 },
      { field: 'deep', types: ['object'], nullable: false, present: 1, of: 2 },
      { field: 'deep.a', types: ['number'], nullable: false, present: 1, of: 1 },
      { field: 'odd', types: ['boolean'], nullable: false, present: 1, of: 2 },
    ]);
  });

  it('is lined up for people', () => {
    expect(
      fieldLines(fieldTable(records))
        .slice(0, 2)
        .concat(fieldLines(fieldTable(records)).slice(-1)),
    ).toEqual(['id        integer          always', 'name      string, null     always', 'odd       boolean          50% (1 of 2)']);
  });

  it('is bounded, whatever records use as keys', () => {
    const wide = Object.fromEntries(Array.from({ length: 5000 }, (_, n) => [`k${n}`, n]));
    expect(fieldTable([wide])).toHaveLength(500);
    let deep: Record<string, never> | object = {};
    for (let n = 0; n < 60; n++) deep = { n: deep };
    expect(fieldTable([deep as never]).length).toBeLessThan(10);
  });
});
