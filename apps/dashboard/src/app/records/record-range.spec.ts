import { rangeIn, rangeValues } from './record-range';

describe('range of records', () => {
  it('is of the time that the address names', () => {
    expect(rangeIn({ 'occurredAt.lt': 'b' })).toEqual({ field: 'occurredAt', from: undefined, to: 'b' });
    expect(rangeIn({ 'updatedAt.gte': 'a' })).toEqual({ field: 'updatedAt', from: 'a', to: undefined });
    expect(rangeIn({})).toEqual({ field: 'updatedAt', from: undefined, to: undefined });
  });

  it('takes the other time away', () => {
    expect(rangeValues({ field: 'occurredAt', from: 'a' })).toEqual({
      'occurredAt.gte': 'a',
      'occurredAt.lt': undefined,
      'updatedAt.gte': undefined,
      'updatedAt.lt': undefined,
    });
  });
});
