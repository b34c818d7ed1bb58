import { isInt, isNumber } from '../values/kinds';
import { asNumber, float } from '../values/numbers';
import { Operable } from '../values/operators';
import { PythonError, valueError } from '../values/python-error';
import { bind } from '../methods/signature';
import { Callable, Float, type Value } from '../values/value';

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

  private get parts(): { days: bigint; seconds: number; micro: number } {
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
      bind(name, { parameters: [], required: 0, call: () => null }, args);
      return float(Number(this.micros) / 1e6);
    });
  }

  compareTo(other: Value): number | undefined {
    return other instanceof TimeDelta ? Number(this.micros - other.micros) : undefined;
  }

  operate(operator: string, other: Value, reflected: boolean): Value | undefined {
    if (other instanceof TimeDelta)
      return this.withDelta(operator, reflected ? other.micros : this.micros, reflected ? this.micros : other.micros);
    if (!isNumber(other)) return undefined;
    const factor = asNumber(other);
    if (operator === '*')
      return isInt(other) ? delta(this.micros * BigInt(other)) : delta(BigInt(Math.round(Number(this.micros) * factor)));
    if (reflected || (operator !== '/' && operator !== '//')) return undefined;
    if (factor === 0) throw new PythonError('ZeroDivisionError', 'division by zero');
    if (operator === '//' && isInt(other)) return delta(floorDiv(this.micros, BigInt(other)));
    return operator === '/' ? delta(BigInt(Math.round(Number(this.micros) / factor))) : undefined;
  }

  private withDelta(operator: string, a: bigint, b: bigint): Value | undefined {
    if (operator === '+') return delta(a + b);
    if (operator === '-') return delta(a - b);
    if (b === 0n && ['/', '//', '%'].includes(operator)) throw new PythonError('ZeroDivisionError', 'division by zero');
    if (operator === '/') return float(Number(a) / Number(b));
    if (operator === '//') return Number(floorDiv(a, b));
    return operator === '%' ? delta(a - floorDiv(a, b) * b) : undefined;
  }
}

/** @throws OverflowError beyond what Python holds */
export const delta = (micros: bigint): TimeDelta => {
  if (micros > 999_999_999n * day || micros < -999_999_999n * day) throw new PythonError('OverflowError', 'a duration that is too long');
  return new TimeDelta(micros);
};

/** A duration with years and months, whose length depends on when it begins. */
export class CalendarDuration extends Operable {
  readonly typeName = 'isodate.duration.Duration';

  constructor(
    readonly months: number,
    readonly rest: TimeDelta,
  ) {
    super();
  }

  private get years(): { years: number; months: number } {
    const years = Math.trunc(this.months / 12);
    return { years, months: this.months - years * 12 };
  }

  repr(): string {
    const { years, months } = this.years;
    return `isodate.duration.Duration(${this.rest.repr().replace('datetime.timedelta(', '').replace(')', '')}, years=${years}, months=${months})`;
  }

  override str(): string {
    const { years, months } = this.years;
    const named = (count: number, unit: string): string[] => (count ? [`${count} ${unit}s`] : []);
    return [...named(years, 'year'), ...named(months, 'month'), this.rest.str()].join(', ');
  }

  override attribute(name: string): Value | undefined {
    const { years, months } = this.years;
    return name === 'years' ? years : name === 'months' ? months : this.rest.attribute(name);
  }

  compareTo(other: Value): number | undefined {
    if (!(other instanceof CalendarDuration)) return undefined;
    return this.months === other.months ? this.rest.compareTo(other.rest) : undefined;
  }

  operate(operator: string, other: Value): Value | undefined {
    const sign = operator === '+' ? 1 : operator === '-' ? -1 : 0;
    if (sign && (other instanceof CalendarDuration || other instanceof TimeDelta)) {
      const months = other instanceof CalendarDuration ? other.months : 0;
      const rest = other instanceof CalendarDuration ? other.rest : other;
      return new CalendarDuration(this.months + sign * months, delta(this.rest.micros + BigInt(sign) * rest.micros));
    }
    if (operator !== '*' || !isInt(other)) return undefined;
    return new CalendarDuration(this.months * Number(other), delta(this.rest.micros * BigInt(other)));
  }
}

const iso =
  /^([+-])?P(?!$)(?:(\d+(?:[.,]\d+)?)Y)?(?:(\d+(?:[.,]\d+)?)M)?(?:(\d+(?:[.,]\d+)?)W)?(?:(\d+(?:[.,]\d+)?)D)?(?:T(?:(\d+(?:[.,]\d+)?)H)?(?:(\d+(?:[.,]\d+)?)M)?(?:(\d+(?:[.,]\d+)?)S)?)?$/;

/** Reads an ISO 8601 duration. @throws ValueError */
export const parseDuration = (text: string): TimeDelta | CalendarDuration => {
  const match = iso.exec(text);
  if (!match) throw valueError(`'${text}' is not an ISO 8601 duration`);
  const [years = 0, months = 0, weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = match
    .slice(2)
    .map((part) => Number((part ?? '0').replace(',', '.')));
  const sign = match[1] === '-' ? -1 : 1;
  const micros = [weeks * 7 * 86_400, days * 86_400, hours * 3600, minutes * 60, seconds].reduce(
    (sum, part) => sum + BigInt(Math.round(part * 1e6)),
    0n,
  );
  const rest = delta(micros * BigInt(sign));
  const all = Math.round((years * 12 + months) * sign);
  return all === 0 ? rest : new CalendarDuration(all, rest);
};

/** A plain number of days, for `day_delta`. */
export const daysDelta = (days: number | Float): TimeDelta => delta(BigInt(Math.round(asNumber(days) * 86_400e6)));
