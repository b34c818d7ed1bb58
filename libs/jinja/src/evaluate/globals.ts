import { parseExactJson } from '@twl/json';
import { randomBytesFrom } from './random';
import { fillDict } from '../methods/container-methods';
import { quoteUrl } from '../filters/text-filters';
import { bindArguments } from '../methods/signature';
import { DateOnly, DateTime, todayIn } from '../time/datetime';
import { formatDatetime, parseDatetime, timestampOf } from '../time/datetime-format';
import { createDaysDelta, parseDuration } from '../time/duration';
import { isoparse } from '../time/isoparse';
import { dayOf, addMicros, momentAt, type Moment, toUtc } from '../time/moment';
import { strftime } from '../time/strftime';
import { strptime } from '../time/strptime';
import { compareValues, refuseUndefined } from '../values/compare';
import { iterateItems } from '../values/containers';
import { isInt, isNumber, typeNameOf } from '../values/kinds';
import { toNumber, toFloatValue, toInt } from '../values/numbers';
import { typeError, valueError } from '../runtime/python-error';
import { Callable, Dict, Namespace, type Value } from '../values/value';
import type { Evaluation } from '../runtime/evaluation';

/** The functions that every template can call. */
export const globals = new Map<string, Value>();

const defineFunction = (name: string, parameters: string[], call: (values: (Value | undefined)[], run: Evaluation) => Value): void => {
  const required = parameters.filter((parameter) => !parameter.endsWith('?')).length;
  const signature = { parameters: parameters.map((parameter) => parameter.replace('?', '')), required, call };
  globals.set(name, new Callable(name, (args, run) => call(bindArguments(name, signature, args), run)));
};

const requireText = (value: Value | undefined): string => {
  if (typeof value !== 'string') throw typeError(`a text is expected, not ${typeNameOf(value ?? null)}`);
  return value;
};

const nowMoment = ({ scope }: Evaluation): Moment => momentAt(BigInt(Math.round(scope.now)) * 1000n);

/** A text as a time of UTC. @throws UndefinedError, TypeError, ValueError */
const parseUtc = (value: Value | undefined): Moment => {
  refuseUndefined(value ?? null);
  return toUtc(isoparse(requireText(value)));
};

const formatAny = (value: Value, format: string, inputFormat: string | undefined): string => {
  if (value instanceof DateTime) return strftime(value.moment, format);
  if (isInt(value) || typeof value === 'boolean') {
    return formatDatetime(parseDatetime(typeof value === 'boolean' ? Number(value) : value, inputFormat ?? '%s'), format);
  }
  const moment = inputFormat ? strptime(requireText(value), inputFormat) : parseUtc(value);
  return formatDatetime({ ...moment, offset: moment.offset ?? 0 }, format);
};

const defineExtreme = (name: string, direction: number): void =>
  void globals.set(
    name,
    new Callable(name, ({ positional, named }) => {
      if (named.size) throw typeError(`${name}() takes no named arguments`);
      const [first, ...others] = positional;
      if (first === undefined) throw typeError(`${name} expected at least 1 argument, got 0`);
      const values = others.length === 0 ? iterateItems(first) : positional;
      if (!values.length) throw valueError(`${name}() arg is an empty sequence`);
      return values.reduce((best, value) => (compareValues(value, best, direction > 0 ? '>' : '<') * direction > 0 ? value : best));
    }),
  );

defineFunction('now_utc', [], (_, run) => new DateTime(nowMoment(run)));
defineFunction('today_utc', [], (_, run) => new DateOnly(dayOf(nowMoment(run))));
defineFunction('today_with_timezone', ['timezone'], ([zone], { scope }) => todayIn(requireText(zone), scope.now));
defineFunction('timestamp', ['dt'], ([value = null]) => (isNumber(value) ? toInt(value) : toFloatValue(timestampOf(parseUtc(value)))));
defineFunction('str_to_datetime', ['s'], ([text]) => new DateTime(parseUtc(text)));
defineExtreme('max', 1);
defineExtreme('min', -1);
defineFunction('day_delta', ['num_days', 'format?'], ([days = null, format], run) => {
  if (!isNumber(days)) throw typeError('num_days must be a number');
  const moment = addMicros(nowMoment(run), createDaysDelta(toNumber(days)).micros);
  return strftime(moment, format === undefined ? '%Y-%m-%dT%H:%M:%S.%f%z' : requireText(format));
});
defineFunction('duration', ['datestring'], ([text]) => parseDuration(requireText(text)));
defineFunction('format_datetime', ['dt', 'format', 'input_format?'], ([value = null, format, input]) =>
  formatAny(value, requireText(format), input === undefined || input === null || input === '' ? undefined : requireText(input)),
);
defineFunction('sanitize_url', ['value'], ([value]) => quoteUrl(requireText(value), '').replaceAll('%20', '+'));
defineFunction('camel_case_to_snake_case', ['value'], ([value]) =>
  requireText(value)
    .replace(/(?<!^)(?=[A-Z])/g, '_')
    .toLowerCase(),
);
defineFunction('generate_uuid', [], (_, { scope }) => {
  const hex = randomBytesFrom(() => scope.random());
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${'89ab'.charAt(parseInt(hex.charAt(16), 16) % 4)}${hex.slice(17, 20)}-${hex.slice(20)}`;
});
// For keys of service accounts, which are JSON in a text. Invalid text is not shown: it is a secret.
defineFunction('json_loads', ['s'], ([text]) => {
  try {
    return parseExactJson(requireText(text));
  } catch {
    throw valueError('json_loads() needs a text that is JSON');
  }
});
globals.set(
  'dict',
  new Callable('dict', ({ positional, named }) => {
    const dict = new Dict();
    fillDict(dict, positional[0], named);
    return dict;
  }),
);
globals.set(
  'namespace',
  new Callable('namespace', ({ positional, named }) => {
    const dict = new Dict();
    fillDict(dict, positional[0], named);
    return new Namespace(new Map(dict.entries.map(([key, value]) => [String(key), value])));
  }),
);
