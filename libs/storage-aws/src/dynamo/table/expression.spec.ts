import { toTransactItem } from './action';
import { addNumbers, expressionParts } from './expression';

describe('expressions', () => {
  it('name every attribute and value that they use', () => {
    expect(expressionParts({ text: '#st = :st AND #next = :next', values: { st: 'open', next: 2 } }, undefined)).toEqual({
      ExpressionAttributeNames: { '#st': 'st', '#next': 'next' },
      ExpressionAttributeValues: { ':st': 'open', ':next': 2 },
    });
    expect(expressionParts({ text: 'attribute_not_exists(#pk)' })).toEqual({ ExpressionAttributeNames: { '#pk': 'pk' } });
  });

  it('add numbers other than zero', () => {
    expect(addNumbers({ a: 2, b: 0, c: -1 })).toEqual({ text: 'ADD #a :add_a, #c :add_c', values: { add_a: 2, add_c: -1 } });
    expect(addNumbers({ a: 0 }, { text: 'SET #x = :x', values: { x: 1 } })).toEqual({ text: 'SET #x = :x', values: { x: 1 } });
  });

  it('become the four kinds of writes', () => {
    const key = { pk: 'p', sk: 's' };
    const condition = { text: '#n = :n', values: { n: 1 } };
    const parts = { ExpressionAttributeNames: { '#n': 'n' }, ExpressionAttributeValues: { ':n': 1 } };
    expect(toTransactItem({ is: 'x', put: key }, 't')).toEqual({ Put: { TableName: 't', Item: key } });
    expect(toTransactItem({ is: 'x', remove: key, if: condition }, 't')).toEqual({
      Delete: { TableName: 't', Key: key, ConditionExpression: '#n = :n', ...parts },
    });
    expect(toTransactItem({ is: 'x', check: key, if: condition }, 't')).toMatchObject({ ConditionCheck: parts });
    expect(toTransactItem({ is: 'x', update: key, by: { text: 'SET #m = :m', values: { m: 2 } }, if: condition }, 't')).toMatchObject({
      Update: { UpdateExpression: 'SET #m = :m', ExpressionAttributeValues: { ':m': 2, ':n': 1 } },
    });
  });
});
