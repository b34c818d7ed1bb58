import { compare, contains, equals } from '../values/compare';
import { isFloat, isInt, isMapping, isNumber, itemsOf } from '../values/kinds';
import { arithmetic, same } from '../values/operators';
import { typeError } from '../runtime/python-error';
import { str } from '../values/text';
import { Callable, Undefined, type Value } from '../values/value';
import { filters, tests } from './registry';

const define = (name: string, count: number, holds: (value: Value, other: Value) => boolean): void =>
  void tests.set(name, (value, { positional, named }) => {
    const given = [...positional, ...named.values()];
    if (given.length !== count) throw typeError(`the test ${name} takes ${count} arguments but ${given.length} were given`);
    return holds(value, given[0] ?? null);
  });

const one = (name: string, holds: (value: Value) => boolean): void => define(name, 0, holds);

const two = (names: string[], holds: (value: Value, other: Value) => boolean): void => names.forEach((name) => define(name, 1, holds));

const isCased = (value: Value, cased: (text: string) => string): boolean => {
  const text = str(value);
  return text === cased(text) && text.toLowerCase() !== text.toUpperCase();
};

one('odd', (value) => equals(arithmetic('%', value, 2), 1));
one('even', (value) => equals(arithmetic('%', value, 2), 0));
one('defined', (value) => !(value instanceof Undefined));
one('undefined', (value) => value instanceof Undefined);
one('filter', (value) => typeof value === 'string' && filters.has(value));
one('test', (value) => typeof value === 'string' && tests.has(value));
one('none', (value) => value === null);
one('boolean', (value) => typeof value === 'boolean');
one('false', (value) => value === false);
one('true', (value) => value === true);
one('integer', (value) => isInt(value));
one('float', (value) => isFloat(value));
one('lower', (value) => isCased(value, (text) => text.toLowerCase()));
one('upper', (value) => isCased(value, (text) => text.toUpperCase()));
one('string', (value) => typeof value === 'string');
one('mapping', (value) => isMapping(value));
one('number', (value) => isNumber(value));
one('sequence', (value) => typeof value === 'string' || itemsOf(value) !== undefined || isMapping(value) || value instanceof Undefined);
one('iterable', (value) => typeof value === 'string' || itemsOf(value) !== undefined || isMapping(value) || value instanceof Undefined);
one('callable', (value) => value instanceof Callable || value instanceof Undefined);
one('escaped', () => false);
two(['divisibleby'], (value, by) => equals(arithmetic('%', value, by), 0));
two(['sameas'], same);
two(['in'], (value, container) => contains(container, value));
two(['==', 'eq', 'equalto'], equals);
two(['!=', 'ne'], (value, other) => !equals(value, other));
two(['>', 'gt', 'greaterthan'], (value, other) => compare(value, other, '>') > 0);
two(['>=', 'ge'], (value, other) => compare(value, other, '>=') >= 0);
two(['<', 'lt', 'lessthan'], (value, other) => compare(value, other, '<') < 0);
two(['<=', 'le'], (value, other) => compare(value, other, '<=') <= 0);

export { tests } from './registry';
