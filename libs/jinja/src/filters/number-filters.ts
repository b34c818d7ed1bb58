import { refuseUndefined } from '../values/compare';
import { isFloat, isInt, isNumber, typeNameOf } from '../values/kinds';
import { toBigInt, toNumber, toFloatValue, toIntegerValue, roundHalfEven, toFloat, toInt } from '../values/numbers';
import { orElse } from '../values/present';
import { createDelta, TimeDelta } from '../time/duration';
import { PythonError, typeError } from '../runtime/python-error';
import type { Value } from '../values/value';
import { defineFilter } from './registry';

const firstConversion = (...tries: (() => Value)[]): Value | undefined => {
  for (const work of tries) {
    try {
      return work();
    } catch (error) {
      const expected = error instanceof PythonError && ['TypeError', 'ValueError', 'OverflowError'].includes(error.kind);
      if (!expected) throw error;
    }
  }
  return undefined;
};

const requireNumber = (value: Value): Value => {
  if (!isNumber(value)) throw typeError(`bad operand type: '${typeNameOf(value)}'`);
  return value;
};

const absolute = (value: Value): Value => {
  if (value instanceof TimeDelta) return value.micros < 0n ? createDelta(-value.micros) : value;
  const number = requireNumber(value);
  if (isFloat(number)) return toFloatValue(Math.abs(toNumber(number)));
  const whole = toBigInt(number);
  return toIntegerValue(whole < 0n ? -whole : whole);
};

const round = (value: Value, [precision, method]: (Value | undefined)[]): Value => {
  const number = requireNumber(value);
  const digits = precision === undefined || precision === null ? 0 : toNumber(precision);
  const how = method ?? 'common';
  if (how === 'common') return isInt(number) && digits >= 0 ? number : roundNumber(number, digits);
  if (how !== 'ceil' && how !== 'floor') throw new PythonError('FilterError', 'method must be common, ceil or floor');
  const scaled = toNumber(number) * 10 ** digits;
  return toFloatValue((how === 'ceil' ? Math.ceil(scaled) : Math.floor(scaled)) / 10 ** digits);
};

const roundNumber = (value: Value, digits: number): Value =>
  isFloat(value) ? toFloatValue(roundHalfEven(toNumber(value), digits)) : toIntegerValue(roundInteger(toBigInt(value), digits));

/** A whole number to tens, hundreds and so on, half to even. */
const roundInteger = (value: bigint, digits: number): bigint => {
  const unit = 10n ** BigInt(Math.min(5000, Math.max(0, Math.trunc(-digits))));
  const [down, rest] = [value / unit, value % unit];
  const twice = (rest < 0n ? -rest : rest) * 2n;
  const away = twice > unit || (twice === unit && down % 2n !== 0n);
  return (away ? down + (value < 0n ? -1n : 1n) : down) * unit;
};

defineFilter('abs', [], absolute);
defineFilter('round', ['precision?', 'method?'], round);
defineFilter('int', ['default?', 'base?'], (value, [fallback, base]) => {
  refuseUndefined(value);
  const radix = base === undefined || base === null ? 10 : toNumber(base);
  return orElse(
    firstConversion(
      () => toInt(value, radix),
      () => toInt(toFloat(value)),
    ),
    orElse(fallback, 0),
  );
});
defineFilter('float', ['default?'], (value, [fallback]) => {
  refuseUndefined(value);
  return orElse(
    firstConversion(() => toFloat(value)),
    orElse(fallback, toFloatValue(0)),
  );
});
