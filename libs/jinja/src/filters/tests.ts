import { compareValues, containsItem, areEqual } from '../values/compare';
import { isFloat, isInt, isMapping, isNumber, itemsOf } from '../values/kinds';
import { applyArithmetic, areSame } from '../values/operators';
import { typeError } from '../runtime/python-error';
import { str } from '../values/text';
import { Callable, Undefined, type Value } from '../values/value';
import { filters, tests } from './registry';

const defineTest = (name: string, count: number, holds: (value: Value, other: Value) => boolean): void =>
  void tests.set(name, (value, { positional, named }) => {
    const given = [...positional, ...named.values()];
    if (given.length !== count) throw typeError(`the test ${name} takes ${count} arguments but ${given.length} were given`);
    return holds(value, given[0] ?? null);
  });

const defineUnaryTest = (name: string, holds: (value: Value) => boolean): void => defineTest(name, 0, holds);

const defineBinaryTest = (names: string[], holds: (value: Value, other: Value) => boolean): void =>
  names.forEach((name) => defineTest(name, 1, holds));

const isCased = (value: Value, cased: (text: string) => string): boolean => {
  const text = str(value);
  return text === cased(text) && text.toLowerCase() !== text.toUpperCase();
};

defineUnaryTest('odd', (value) => areEqual(applyArithmetic('%', value, 2), 1));
defineUnaryTest('even', (value) => areEqual(applyArithmetic('%', value, 2), 0));
defineUnaryTest('defined', (value) => !(value instanceof Undefined));
defineUnaryTest('undefined', (value) => value instanceof Undefined);
defineUnaryTest('filter', (value) => typeof value === 'string' && filters.has(value));
defineUnaryTest('test', (value) => typeof value === 'string' && tests.has(value));
defineUnaryTest('none', (value) => value === null);
defineUnaryTest('boolean', (value) => typeof value === 'boolean');
defineUnaryTest('false', (value) => value === false);
defineUnaryTest('true', (value) => value === true);
defineUnaryTest('integer', (value) => isInt(value));
defineUnaryTest('float', (value) => isFloat(value));
defineUnaryTest('lower', (value) => isCased(value, (text) => text.toLowerCase()));
defineUnaryTest('upper', (value) => isCased(value, (text) => text.toUpperCase()));
defineUnaryTest('string', (value) => typeof value === 'string');
defineUnaryTest('mapping', (value) => isMapping(value));
defineUnaryTest('number', (value) => isNumber(value));
defineUnaryTest(
  'sequence',
  (value) => typeof value === 'string' || itemsOf(value) !== undefined || isMapping(value) || value instanceof Undefined,
);
defineUnaryTest(
  'iterable',
  (value) => typeof value === 'string' || itemsOf(value) !== undefined || isMapping(value) || value instanceof Undefined,
);
defineUnaryTest('callable', (value) => value instanceof Callable || value instanceof Undefined);
defineUnaryTest('escaped', () => false);
defineBinaryTest(['divisibleby'], (value, by) => areEqual(applyArithmetic('%', value, by), 0));
defineBinaryTest(['sameas'], areSame);
defineBinaryTest(['in'], (value, container) => containsItem(container, value));
defineBinaryTest(['==', 'eq', 'equalto'], areEqual);
defineBinaryTest(['!=', 'ne'], (value, other) => !areEqual(value, other));
defineBinaryTest(['>', 'gt', 'greaterthan'], (value, other) => compareValues(value, other, '>') > 0);
defineBinaryTest(['>=', 'ge'], (value, other) => compareValues(value, other, '>=') >= 0);
defineBinaryTest(['<', 'lt', 'lessthan'], (value, other) => compareValues(value, other, '<') < 0);
defineBinaryTest(['<=', 'le'], (value, other) => compareValues(value, other, '<=') <= 0);

export { tests } from './registry';
