import { isFloat, isNumber } from '../values/kinds';
import { toBigInt, toNumber, toFloatValue, roundHalfEven } from '../values/numbers';
import { Operable } from '../values/operators';
import { PythonError, valueError } from '../runtime/python-error';
import { bindArguments } from '../methods/signature';
import { Callable, type Float, type Value } from '../values/value';
import { isoparse } from './isoparse';
import { civilOf, type Moment } from './moment';

const day = 86_400_000_000n;

const floorDiv = (a: bigint, b: bigint): bigint => {
  const quotient = a / b;
  return a % b !== 0n && a < 0n !== b < 0n ? quotient - 1n : quotient;
};

/** Python's `timedelta`, in microseconds. */
export class TimeDelta extends Operable {
  readonly typeName = 'datetime.timedelta';

  constructor(readonly micros: bigint) {
    super();
  }

  override truth(): boolean {
    return this.micros !== 0n;
  }

  get parts(): { days: bigint; seconds: number; micro: number } {
    const days = floorDiv(this.micros, day);
    const rest = this.micros - days * day;
    return { days, seconds: Number(rest / 1_000_000n), micro: Number(rest % 1_000_000n) };
  }

  repr(): string {
    const { days, seconds, micro } = this.parts;
    const named = [days ? `days=${days}` : '', seconds ? `seconds=${seconds}` : '', micro ? `microseconds=${micro}` : ''].filter(Boolean);
    return `datetime.timedelta(${named.join(', ') || '0'})`;
  }

  override str(): string {
    const { days, seconds, micro } = this.parts;
    const two = (value: number): string => String(value).padStart(2, '0');
    const clock = `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
    const fraction = micro ? `.${String(micro).padStart(6, '0')}` : '';
    return `${days ? `${days} day${days === 1n || days === -1n ? '' : 's'}, ` : ''}${clock}${fraction}`;
  }

  override attribute(name: string): Value | undefined {
    const { days, seconds, micro } = this.parts;
    if (name === 'days') return Number(days);
    if (name === 'seconds') return seconds;
    if (name === 'microseconds') return micro;
    if (name !== 'total_seconds') return undefined;
    return new Callable(name, (args) => {
      bindArguments(name, { parameters: [], required: 0, call: () => null }, args);
      return toFloatValue(Number(this.micros) / 1e6);
    });
  }

  compareTo(other: Value): number | undefined {
    return other instanceof TimeDelta ? Number(this.micros - other.micros) : undefined;
  }

  operate(operator: string, other: Value, reflected: boolean): Value | undefined {
    if (other instanceof TimeDelta)
      return this.withDelta(operator, reflected ? other.micros : this.micros, reflected ? this.micros : other.micros);
    if (!isNumber(other)) return undefined;
    const factor = toNumber(other);
    if (operator === '*')
      return isFloat(other)
        ? createDelta(BigInt(roundHalfEven(Number(this.micros) * factor, 0)))
        : createDelta(this.micros * toBigInt(other));
    if (reflected || (operator !== '/' && operator !== '//')) return undefined;
    if (factor === 0) throw new PythonError('ZeroDivisionError', 'division by zero');
    if (operator === '//' && !isFloat(other)) return createDelta(floorDiv(this.micros, toBigInt(other)));
    return operator === '/' ? createDelta(BigInt(roundHalfEven(Number(this.micros) / factor, 0))) : undefined;
  }

  private withDelta(operator: string, a: bigint, b: bigint): Value | undefined {
    if (operator === '+') return createDelta(a + b);
    if (operator === '-') return createDelta(a - b);
    if (b === 0n && ['/', '//', '%'].includes(operator)) throw new PythonError('ZeroDivisionError', 'division by zero');
    if (operator === '/') return toFloatValue(Number(a) / Number(b));
    if (operator === '//') return Number(floorDiv(a, b));
    return operator === '%' ? createDelta(a - floorDiv(a, b) * b) : undefined;
  }
}

/** @throws OverflowError beyond Python's range */
export const createDelta = (micros: bigint): TimeDelta => {
  if (micros > 999_999_999n * day || micros < -999_999_999n * day) throw new PythonError('OverflowError', 'a duration that is too long');
  return new TimeDelta(micros);
};

/** A duration with years and months, whose length depends on when it begins. */
export class CalendarDuration extends Operable {
  readonly typeName = 'isodate.duration.Duration';

  constructor(
    readonly years: number,
    readonly months: number,
    readonly rest: TimeDelta,
  ) {
    super();
  }

  /** All of it that is counted in months. @throws ValueError when that is no whole number of years and months */
  get wholeMonths(): number {
    if (Number.isInteger(this.years) && Number.isInteger(this.months)) return this.years * 12 + this.months;
    throw valueError('fractions of years or months cannot be added to a date');
  }

  repr(): string {
    const { days, seconds, micro } = this.rest.parts;
    const [years, months] = [Math.trunc(this.years), Math.trunc(this.months)];
    return `isodate.duration.Duration(${days}, ${seconds}, ${micro}, years=${years}, months=${months})`;
  }

  override str(): string {
    const { years, months } = this;
    const named = [years ? `${Math.trunc(years)} years` : '', months ? `${Math.trunc(months)} month${months <= 1 ? '' : 's'}` : ''];
    return [...named.filter(Boolean), this.rest.str()].join(', ');
  }

  override attribute(name: string): Value | undefined {
    return name === 'years' ? this.years : name === 'months' ? this.months : this.rest.attribute(name);
  }

  compareTo(other: Value): number | undefined {
    if (!(other instanceof CalendarDuration)) return undefined;
    return this.years * 12 + this.months === other.years * 12 + other.months ? this.rest.compareTo(other.rest) : undefined;
  }

  operate(operator: string, other: Value, reflected: boolean): Value | undefined {
    const sign = operator === '+' ? 1 : operator === '-' ? -1 : 0;
    if (sign && other instanceof TimeDelta) return this.plus(new CalendarDuration(0, 0, other), sign, reflected);
    if (sign && other instanceof CalendarDuration) return this.plus(other, sign, reflected);
    if (operator !== '*' || !isNumber(other) || isFloat(other)) return undefined;
    const factor = Number(other);
    return new CalendarDuration(this.years * factor, this.months * factor, createDelta(this.rest.micros * toBigInt(other)));
  }

  private plus(other: CalendarDuration, sign: number, reflected: boolean): CalendarDuration {
    const [a, b] = reflected ? [other, this] : [this, other];
    return new CalendarDuration(
      a.years + sign * b.years,
      a.months + sign * b.months,
      createDelta(a.rest.micros + BigInt(sign) * b.rest.micros),
    );
  }
}

const iso =
  /^([+-])?P(?!$)(?:(\d+(?:[.,]\d+)?)Y)?(?:(\d+(?:[.,]\d+)?)M)?(?:(\d+(?:[.,]\d+)?)W)?(?:(\d+(?:[.,]\d+)?)D)?(?:T(?:(\d+(?:[.,]\d+)?)H)?(?:(\d+(?:[.,]\d+)?)M)?(?:(\d+(?:[.,]\d+)?)S)?)?$/;

/** Reads an ISO 8601 duration. @throws ValueError */
export const parseDuration = (text: string): TimeDelta | CalendarDuration => {
  const match = iso.exec(text);
  if (!match && likeDate.test(text)) return durationOf(isoparse(text.slice(1)));
  if (!match) throw valueError(`'${text}' is not an ISO 8601 duration`);
  const [years = 0, months = 0, weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = match
    .slice(2)
    .map((part) => Number((part ?? '0').replace(',', '.')));
  const sign = match[1] === '-' ? -1 : 1;
  const micros = [weeks * 7 * 86_400, days * 86_400, hours * 3600, minutes * 60, seconds].reduce(
    (sum, part) => sum + BigInt(roundHalfEven(part * 1e6, 0)),
    0n,
  );
  const rest = createDelta(micros * BigInt(sign));
  return years === 0 && months === 0 ? rest : new CalendarDuration(years * sign, months * sign, rest);
};

/** The other form that ISO 8601 has: `P0001-02-03T04:05:06`. */
const likeDate = /^P\d{4}[-\d]*T/;

const durationOf = (moment: Moment): CalendarDuration => {
  const { year, month, day, hour, minute, second } = civilOf(moment);
  const seconds = ((day * 24 + hour) * 60 + minute) * 60 + second;
  return new CalendarDuration(year, month, createDelta(BigInt(seconds) * 1_000_000n + BigInt(moment.micro)));
};

/** A plain number of days, for `day_delta`. */
export const createDaysDelta = (days: number | Float): TimeDelta => createDelta(BigInt(Math.round(toNumber(days) * 86_400e6)));
