import { requireValue } from '@twl/ports';
import { limits } from '../runtime/evaluation';
import { areEqual, Ordered, refuseUndefined } from './compare';
import { isFloat, isInt, isNumber, itemsOf, typeNameOf } from './kinds';
import { toBigInt, toNumber, toFloatValue, toIntegerValue } from './numbers';
import { PythonError, typeError } from '../runtime/python-error';
import { formatPercent } from './percent-format';
import { Float, Tuple, type Value } from './value';

/** A value with its own arithmetic: times and durations. */
export abstract class Operable extends Ordered {
  /** `this operator other`, or `other operator this` when reflected; undefined when it has no meaning. */
  abstract operate(operator: string, other: Value, reflected: boolean): Value | undefined;
}

type NumberOperator = { ints: (a: bigint, b: bigint) => Value; floats: (a: number, b: number) => number };

const zero = (): never => {
  throw new PythonError('ZeroDivisionError', 'division by zero');
};

const floorDivide = (a: bigint, b: bigint): bigint => {
  if (b === 0n) zero();
  const quotient = a / b;
  return a % b !== 0n && a < 0n !== b < 0n ? quotient - 1n : quotient;
};

const power = (a: bigint, b: bigint): Value => {
  if (b < 0n) return a === 0n ? zero() : toFloatValue(Number(a) ** Number(b));
  if (b * BigInt(a.toString(2).length) > 20_000n) throw new PythonError('LimitError', 'a power that is too large');
  return toIntegerValue(a ** b);
};

/** The exact remainder, with the sign of the divisor. */
const remainder = (a: number, b: number): number => {
  if (b === 0) zero();
  const rest = a % b;
  if (rest === 0) return b < 0 ? -0 : 0;
  return rest < 0 === b < 0 ? rest : rest + b;
};

/** Without the remainder the division is nearly exact; `1.5 // 0.1` is 14, not 15. */
const floorDivideFloats = (a: number, b: number): number => {
  const quotient = (a - remainder(a, b)) / b;
  const floor = Math.floor(quotient);
  return quotient - floor > 0.5 ? floor + 1 : floor;
};

const powerOfFloats = (a: number, b: number): number => {
  if (a === 0 && b < 0) zero();
  if (a < 0 && Number.isFinite(a) && !Number.isInteger(b)) throw new PythonError('ValueError', 'complex numbers are not supported');
  const result = a ** b;
  if (!Number.isFinite(result) && Number.isFinite(a) && Number.isFinite(b))
    throw new PythonError('OverflowError', 'a power that is too large');
  return result;
};

const numeric: Record<string, NumberOperator> = {
  '+': { ints: (a, b) => toIntegerValue(a + b), floats: (a, b) => a + b },
  '-': { ints: (a, b) => toIntegerValue(a - b), floats: (a, b) => a - b },
  '*': { ints: (a, b) => toIntegerValue(a * b), floats: (a, b) => a * b },
  '/': { ints: (a, b) => (b === 0n ? zero() : toFloatValue(Number(a) / Number(b))), floats: (a, b) => (b === 0 ? zero() : a / b) },
  '//': { ints: (a, b) => toIntegerValue(floorDivide(a, b)), floats: floorDivideFloats },
  '%': { ints: (a, b) => toIntegerValue(a - floorDivide(a, b) * b), floats: remainder },
  '**': { ints: power, floats: powerOfFloats },
};

/** `a + b` and the like, with Python's meaning. */
export const applyArithmetic = (operator: string, a: Value, b: Value): Value => {
  if (isNumber(a) && isNumber(b)) return onNumbers(operator, a, b);
  refuseUndefined(a);
  refuseUndefined(b);
  const result = onTimes(operator, a, b) ?? onSequences(operator, a, b);
  if (result !== undefined) return result;
  throw typeError(`unsupported operand type(s) for ${operator}: '${typeNameOf(a)}' and '${typeNameOf(b)}'`);
};

const onNumbers = (operator: string, a: Value, b: Value): Value => {
  const { ints, floats } = requireValue(numeric[operator], 'operator of that name');
  if (isFloat(a) || isFloat(b)) return toFloatValue(floats(toNumber(a), toNumber(b)));
  const quick = quickInteger(operator, Number(a), Number(b));
  return quick ?? ints(toBigInt(a), toBigInt(b));
};

const quickInteger = (operator: string, a: number, b: number): number | undefined => {
  const result = operator === '+' ? a + b : operator === '-' ? a - b : operator === '*' ? a * b : NaN;
  return Number.isSafeInteger(a) && Number.isSafeInteger(b) && Number.isSafeInteger(result) ? result + 0 : undefined;
};

const onTimes = (operator: string, a: Value, b: Value): Value | undefined =>
  (a instanceof Operable ? a.operate(operator, b, false) : undefined) ?? (b instanceof Operable ? b.operate(operator, a, true) : undefined);

const onSequences = (operator: string, a: Value, b: Value): Value | undefined => {
  if (operator === '%' && typeof a === 'string') return formatPercent(a, b);
  if (operator === '*')
    return isInt(b) || typeof b === 'boolean'
      ? repeatSequence(a, b)
      : isInt(a) || typeof a === 'boolean'
        ? repeatSequence(b, a)
        : undefined;
  if (operator !== '+') return undefined;
  if (typeof a === 'string' && typeof b === 'string') return a + b;
  if (Array.isArray(a) && Array.isArray(b)) return [...a, ...b];
  return a instanceof Tuple && b instanceof Tuple ? new Tuple([...a.items, ...b.items]) : undefined;
};

const repeatSequence = (value: Value, times: number | bigint | boolean): Value | undefined => {
  const count = Math.max(0, Number(times));
  const unit = typeof value === 'string' ? value : itemsOf(value);
  if (unit === undefined) return undefined;
  if (typeof times === 'bigint' && BigInt.asIntN(64, times) !== times)
    throw new PythonError('OverflowError', 'a repetition that is too long');
  const size = unit.length * count;
  if (size > (typeof unit === 'string' ? limits.characters : limits.steps))
    throw new PythonError('LimitError', 'a repetition that is too long');
  if (typeof unit === 'string') return unit.repeat(count);
  const repeated = size === 0 ? [] : Array.from({ length: count }).flatMap(() => unit);
  return Array.isArray(value) ? repeated : new Tuple(repeated);
};

/** `-a` and `+a`. */
export const applySign = (operator: '-' | '+', value: Value): Value => {
  if (isNumber(value)) {
    if (isFloat(value)) return operator === '-' ? negative(toNumber(value)) : value;
    return toIntegerValue(operator === '-' ? -toBigInt(value) : toBigInt(value));
  }
  refuseUndefined(value);
  const result = value instanceof Operable ? value.operate('*', operator === '-' ? -1 : 1, false) : undefined;
  if (result !== undefined) return result;
  throw typeError(`bad operand type for unary ${operator}: '${typeNameOf(value)}'`);
};

const negative = (value: number): Value => (value === 0 ? new Float(-value) : toFloatValue(-value));

/** Returns true if both are the same, for `is sameas`. */
export const areSame = (a: Value, b: Value): boolean => a === b || (typeof a !== 'object' && typeof a === typeof b && areEqual(a, b));
