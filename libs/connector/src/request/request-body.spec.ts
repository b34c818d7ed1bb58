import type { Json } from '@twl/contracts';
import { writeBody } from './request-body';

describe('a form', () => {
  const cases: [what: string, value: Json, expected: string][] = [
    ['a text', 'x y', 'a=x+y'],
    ['nothing', null, ''],
    ['each item of a list', ['x', null, 1], 'a=x&a=1'],
    ['each key of a mapping', { k: 1, l: 2 }, 'a=k&a=l'],
  ];
  it.each(cases)('has a field once for %s', (_what, value, expected) => {
    expect(writeBody({ kind: 'form', value: { a: value } }).text).toBe(expected);
  });
});
