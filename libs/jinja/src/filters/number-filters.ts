import { refuseUndefined } from '../values/compare';
import { isFloat, isInt, isNumber, typeName } from '../values/kinds';
import { asBigInt, asNumber, float, integer, roundHalfEven, toFloat, toInt } from '../values/numbers';
import { orElse } from '../values/present';
import { delta, TimeDelta } from '../time/duration';
import { PythonError, typeError } from '../runtime/python-error';
import type { Value } from '../values/value';
import { define } from './registry';

const attempt = (...tries: (() => Value)[]): Value | undefined => {
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

const numeric = (value: Value): Value => {
  if (!isNumber(value)) throw typeError(`bad operand type: '${typeName(value)}'`);
  return value;
};

const absolute = (value: Value): Value => {
  if (value instanceof TimeDelta) return value.micros < 0n ? delta(-value.micros) : value;
  const number = numeric(value);
  if (isFloat(number)) return float(Math.abs(asNumber(number)));
  const whole = asBigInt(number);
  return integer(whole < 0n ? -whole : whole);
};

const round = (value: Value, [precision, method]: (Value | undefined)[]): Value => {
  const number = numeric(value);
  const digits = precision === undefined || precision === null ? 0 : asNumber(precision);
  const how = method ?? 'common';
  if (how === 'common') return isInt(number) && digits >= 0 ? number : rounded(number, digits);
  if (how !== 'ceil' && how !== 'floor') throw new PythonError('FilterError', 'method must be common, ceil or floor');
  const scaled = asNumber(number) * 10 ** digits;
  return float((how === 'ceil' ? Math.ceil(scaled) : Math.floor(scaled)) / 10 ** digits);
};

const rounded = (value: Value, digits: number): Value =>
  isFloat(value) ? float(roundHalfEven(asNumber(value), digits)) : integer(roundedWhole(asBigInt(value), digits));

/** A whole number to tens, hundreds and so on, half to even. */
const roundedWhole = (value: bigint, digits: number): bigint => {
  const unit = 10n ** BigInt(Math.min(5000, Math.max(0, Math.trunc(-digits))));
  const [down, rest] = [value / unit, value % unit];
  const twice = (rest < 0n ? -rest : rest) * 2n;
  const away = twice > unit || (twice === unit && down % 2n !== 0n);
  return (away ? down + (value < 0n ? -1n : 1n) : down) * unit;
};

define('abs', [], absolute);
define('round', ['precision?', 'method?'], round);
define('int', ['default?', 'base?'], (value, [fallback, base]) => {
  refuseUndefined(value);
  const radix = base === undefined || base === null ? 10 : asNumber(base);
  return orElse(
    attempt(
      () => toInt(value, radix),
      () => toInt(toFloat(value)),
    ),
    orElse(fallback, 0),
  );
});
define('float', ['default?'], (value, [fallback]) => {
  refuseUndefined(value);
  return orElse(
    attempt(() => toFloat(value)),
    orElse(fallback, float(0)),
  );
});
