import { typeError } from '../runtime/python-error';
import { isInt, isMapping, isNumber, itemsOf, typeNameOf } from './kinds';
import { toNumber } from './numbers';
import { undefinedError } from './undefined-error';
import { dictEntries, dictGet, dictSize, iterateItems } from './containers';
import { PythonObject, Undefined, type Value } from './value';

/** Values that Python can order among their own kind. */
export abstract class Ordered extends PythonObject {
  /** Negative, zero or positive; undefined when the other one is of another kind. */
  abstract compareTo(other: Value): number | undefined;
}

/** Python's `==`. */
export const areEqual = (a: Value, b: Value): boolean => {
  if (a === b) return true;
  if (isNumber(a) && isNumber(b)) return isInt(a) && isInt(b) ? BigInt(a) === BigInt(b) : toNumber(a) === toNumber(b);
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (a instanceof Undefined) return b instanceof Undefined;
  if (a instanceof Ordered) return a.compareTo(b) === 0;
  const left = itemsOf(a);
  const right = itemsOf(b);
  if (left && right) {
    return Array.isArray(a) === Array.isArray(b) && left.length === right.length && left.every((item, at) => equalsAt(right, at, item));
  }
  if (!isMapping(a) || !isMapping(b) || dictSize(a) !== dictSize(b)) return false;
  return dictEntries(a).every(([key, value]) => {
    const other = dictGet(b, key);
    return other !== undefined && areEqual(value, other);
  });
};

/** Order of two values as `<` sees it. @throws TypeError for kinds that have none */
export const compareValues = (a: Value, b: Value, operator: string): number => {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (isNumber(a) && isNumber(b)) {
    if (isInt(a) && isInt(b)) return a < b ? -1 : a > b ? 1 : 0;
    const difference = toNumber(a) - toNumber(b);
    return Number.isNaN(difference) ? (toNumber(a) === toNumber(b) ? 0 : NaN) : difference;
  }
  if (typeof a === 'string' && typeof b === 'string') return compareText(a, b);
  const left = itemsOf(a);
  const right = itemsOf(b);
  if (left && right && Array.isArray(a) === Array.isArray(b)) return compareItems(left, right, operator);
  const order = a instanceof Ordered ? a.compareTo(b) : undefined;
  if (order !== undefined) return order;
  refuseUndefined(a);
  refuseUndefined(b);
  throw typeError(`'${operator}' not supported between instances of '${typeNameOf(a)}' and '${typeNameOf(b)}'`);
};

/** @throws UndefinedError when the value is not there */
export const refuseUndefined = (value: Value): void => {
  if (value instanceof Undefined) throw undefinedError(value);
};

const equalsAt = (items: readonly Value[], at: number, value: Value): boolean => {
  const item = items[at];
  return item !== undefined && areEqual(value, item);
};

const compareItems = (left: Value[], right: Value[], operator: string): number => {
  for (const [at, item] of left.entries()) {
    const other = right[at];
    if (other === undefined) break;
    if (!areEqual(item, other)) return compareValues(item, other, operator);
  }
  return left.length - right.length;
};

const surrogate = /[\ud800-\udfff]/;

/** By code point, which is Python's order; UTF-16 order differs above the basic plane. */
const compareText = (a: string, b: string): number => {
  if (a === b) return 0;
  if (!surrogate.test(a) && !surrogate.test(b)) return a < b ? -1 : 1;
  const left = Array.from(a);
  const right = Array.from(b);
  const at = left.findIndex((char, index) => char !== right[index]);
  return at < 0 ? left.length - right.length : (left[at]?.codePointAt(0) ?? -1) - (right[at]?.codePointAt(0) ?? -1);
};

/** Python's `item in container`. */
export const containsItem = (container: Value, item: Value): boolean => {
  if (typeof container === 'string') {
    if (typeof item !== 'string') {
      throw typeError(`'in <string>' requires string as left operand, not ${typeNameOf(item)}`);
    }
    return container.includes(item);
  }
  if (isMapping(container)) return dictGet(container, item) !== undefined;
  return iterateItems(container).some((other) => areEqual(other, item));
};
