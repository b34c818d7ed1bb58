import { bindArguments, type Signature } from '../methods/signature';
import { isInt } from '../values/kinds';
import { toFloatValue } from '../values/numbers';
import { Operable } from '../values/operators';
import { PythonError, typeError, valueError } from '../runtime/python-error';
import { Callable, Tuple, type Value } from '../values/value';
import { daysInMonth, daysOf, isoWeek, weekdayOf } from './calendar';
import { CalendarDuration, createDelta, TimeDelta } from './duration';
import { civilOf, dayOf, checkRange, addMicros, microsOf, momentOf, type Moment, formatOffset, toUtc } from './moment';
import { strftime } from './strftime';

const callable = (name: string, signature: Signature): Callable =>
  new Callable(name, (args, run) => signature.call(bindArguments(name, signature, args), run));

const signatureWithoutArguments = (call: () => Value): Signature => ({ parameters: [], required: 0, call });

const requireText = (value: Value | undefined): string => {
  if (typeof value !== 'string') throw typeError('a text is expected');
  return value;
};

const formats = (moment: Moment): Signature => ({
  parameters: ['format'],
  required: 1,
  call: ([format]) => strftime(moment, requireText(format)),
});

const addMonths = (moment: Moment, months: number): Moment => {
  const civil = civilOf(moment);
  const all = civil.year * 12 + civil.month - 1 + months;
  const [year, month] = [Math.floor(all / 12), (((all % 12) + 12) % 12) + 1];
  if (year < 1 || year > 9999) throw valueError(`year ${year} is out of range`);
  return momentOf({ ...civil, year, month, day: Math.min(civil.day, daysInMonth(year, month)) }, moment.micro, moment.offset);
};

/** Adds a duration to a time; undefined for other values. */
const addToMoment = (moment: Moment, operator: string, by: Value): Moment | undefined => {
  const sign = operator === '+' ? 1 : operator === '-' ? -1 : 0;
  if (!sign) return undefined;
  if (by instanceof TimeDelta) return addMicros(moment, BigInt(sign) * by.micros);
  if (!(by instanceof CalendarDuration)) return undefined;
  return addMicros(addMonths(moment, sign * by.wholeMonths), BigInt(sign) * by.rest.micros);
};

const dateAttribute = (moment: Moment, name: string): Value | undefined => {
  const { year, month, day } = civilOf(moment);
  const days = dayOf(moment);
  const iso = isoWeek(days);
  switch (name) {
    case 'year':
      return year;
    case 'month':
      return month;
    case 'day':
      return day;
    case 'weekday':
      return callable(
        name,
        signatureWithoutArguments(() => weekdayOf(days)),
      );
    case 'isoweekday':
      return callable(
        name,
        signatureWithoutArguments(() => weekdayOf(days) + 1),
      );
    case 'isocalendar':
      return callable(
        name,
        signatureWithoutArguments(() => new Tuple([iso.year, iso.week, weekdayOf(days) + 1])),
      );
    case 'toordinal':
      return callable(
        name,
        signatureWithoutArguments(() => days + 719_163),
      );
    case 'ctime':
      return callable(
        name,
        signatureWithoutArguments(() => strftime(moment, '%c')),
      );
    case 'strftime':
      return callable(name, formats(moment));
    default:
      return undefined;
  }
};

/** @throws TypeError unless the value is a whole number */
const requireWholeNumber = (value: Value): number => {
  if (!isInt(value)) throw typeError('a whole number is expected');
  return Number(value);
};

const replaceFields = (moment: Moment, values: (Value | undefined)[]): Moment => {
  const [year, month, day, hour, minute, second, micro] = values
    .slice(0, 7)
    .map((value) => (value === undefined ? undefined : requireWholeNumber(value)));
  const civil = civilOf(moment);
  return momentOf(
    {
      year: year ?? civil.year,
      month: month ?? civil.month,
      day: day ?? civil.day,
      hour: hour ?? civil.hour,
      minute: minute ?? civil.minute,
      second: second ?? civil.second,
    },
    micro ?? moment.micro,
    values[7] === null ? null : moment.offset,
  );
};

/** A date knows no part of a day. */
const wholeDays = (by: Value): Value => {
  if (by instanceof TimeDelta) return createDelta(by.parts.days * 86_400_000_000n);
  return by instanceof CalendarDuration ? new CalendarDuration(by.years, by.months, createDelta(by.rest.parts.days * 86_400_000_000n)) : by;
};

/** Python's `date`. */
export class DateOnly extends Operable {
  readonly typeName = 'datetime.date';
  readonly moment: Moment;

  constructor(days: number) {
    super();
    this.moment = checkRange({ wall: days * 86_400, micro: 0, offset: null });
  }

  repr(): string {
    const { year, month, day } = civilOf(this.moment);
    return `datetime.date(${year}, ${month}, ${day})`;
  }

  override str(): string {
    return isoDate(this.moment);
  }

  format(spec: string): string {
    return strftime(this.moment, spec);
  }

  override attribute(name: string): Value | undefined {
    if (name === 'isoformat')
      return callable(
        name,
        signatureWithoutArguments(() => this.str()),
      );
    if (name !== 'replace') return dateAttribute(this.moment, name);
    return callable(name, {
      parameters: ['year', 'month', 'day'],
      required: 0,
      call: (values) => new DateOnly(dayOf(replaceFields(this.moment, values))),
    });
  }

  compareTo(other: Value): number | undefined {
    return other instanceof DateOnly ? this.moment.wall - other.moment.wall : undefined;
  }

  operate(operator: string, other: Value, reflected: boolean): Value | undefined {
    if (other instanceof DateOnly && operator === '-') {
      const difference = BigInt(this.moment.wall - other.moment.wall) * 1_000_000n;
      return createDelta(reflected ? -difference : difference);
    }
    if (reflected && operator === '-') return undefined;
    const result = addToMoment(this.moment, operator, wholeDays(other));
    return result && new DateOnly(dayOf(result));
  }
}

const isoDate = (moment: Moment): string => {
  const { year, month, day } = civilOf(moment);
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
};

const fractions: Record<string, (micro: number) => string> = {
  auto: (micro) => (micro ? `.${String(micro).padStart(6, '0')}` : ''),
  seconds: () => '',
  milliseconds: (micro) => `.${String(Math.floor(micro / 1000)).padStart(3, '0')}`,
  microseconds: (micro) => `.${String(micro).padStart(6, '0')}`,
};

/** Python's `datetime.isoformat`. */
const isoformat = (moment: Moment, separator = 'T', spec = 'auto'): string => {
  const fraction = Object.hasOwn(fractions, spec) ? fractions[spec] : undefined;
  if (!fraction) throw valueError(`unknown timespec ${spec}`);
  const zone = moment.offset === null ? '' : formatOffset(moment.offset, true);
  return `${isoDate(moment)}${separator}${strftime(moment, '%H:%M:%S')}${fraction(moment.micro)}${zone}`;
};

/** Python's `datetime`. */
export class DateTime extends Operable {
  readonly typeName = 'datetime.datetime';

  constructor(readonly moment: Moment) {
    super();
  }

  repr(): string {
    const { year, month, day, hour, minute, second } = civilOf(this.moment);
    const { micro, offset } = this.moment;
    const parts = [year, month, day, hour, minute, ...(micro ? [second, micro] : second ? [second] : [])];
    const zone = offset === null ? '' : offset === 0 ? ', tzinfo=datetime.timezone.utc' : `, tzinfo=${formatOffset(offset, true)}`;
    return `datetime.datetime(${parts.join(', ')}${zone})`;
  }

  override str(): string {
    return isoformat(this.moment, ' ');
  }

  format(spec: string): string {
    return strftime(this.moment, spec);
  }

  override attribute(name: string): Value | undefined {
    const { moment } = this;
    const { hour, minute, second } = civilOf(moment);
    const fields: Record<string, number> = { hour, minute, second, microsecond: moment.micro };
    if (Object.hasOwn(fields, name)) return fields[name];
    switch (name) {
      case 'isoformat':
        return callable(name, {
          parameters: ['sep', 'timespec'],
          required: 0,
          call: ([separator, spec]) =>
            isoformat(moment, separator === undefined ? 'T' : requireText(separator), spec === undefined ? 'auto' : requireText(spec)),
        });
      case 'timestamp':
        return callable(
          name,
          signatureWithoutArguments(() => toFloatValue(Number(microsOf(moment)) / 1e6)),
        );
      case 'date':
        return callable(
          name,
          signatureWithoutArguments(() => new DateOnly(dayOf(moment))),
        );
      case 'tzname':
        return callable(
          name,
          signatureWithoutArguments(() => (moment.offset === null ? null : strftime(moment, '%Z'))),
        );
      case 'utcoffset':
        return callable(
          name,
          signatureWithoutArguments(() => (moment.offset === null ? null : createDelta(BigInt(moment.offset) * 1_000_000n))),
        );
      case 'astimezone':
        return callable(
          name,
          signatureWithoutArguments(() => new DateTime(toUtc(moment))),
        );
      case 'replace':
        return callable(name, {
          parameters: ['year', 'month', 'day', 'hour', 'minute', 'second', 'microsecond', 'tzinfo'],
          required: 0,
          call: (values) => new DateTime(replaceFields(moment, values)),
        });
      default:
        return dateAttribute(moment, name);
    }
  }

  compareTo(other: Value): number | undefined {
    if (!(other instanceof DateTime)) return undefined;
    if ((this.moment.offset === null) !== (other.moment.offset === null)) return undefined;
    return Number(microsOf(this.moment) - microsOf(other.moment));
  }

  operate(operator: string, other: Value, reflected: boolean): Value | undefined {
    if (other instanceof DateTime && operator === '-') {
      if ((this.moment.offset === null) !== (other.moment.offset === null)) {
        throw typeError("can't subtract offset-naive and offset-aware datetimes");
      }
      const difference = microsOf(this.moment) - microsOf(other.moment);
      return createDelta(reflected ? -difference : difference);
    }
    if (reflected && operator === '-') return undefined;
    const result = addToMoment(this.moment, operator, other);
    return result && new DateTime(result);
  }
}

/** Today in a time zone, by its IANA name. @throws an error of Python's kind for an unknown zone */
export const todayIn = (zone: string, now: number): DateOnly => {
  try {
    const parts = new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(now);
    const [year = 1970, month = 1, day = 1] = parts.split('-').map(Number);
    return new DateOnly(daysOf(year, month, day));
  } catch {
    throw new PythonError('KeyError', `unknown time zone ${zone}`);
  }
};
