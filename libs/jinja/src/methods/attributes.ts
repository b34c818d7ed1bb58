import { dictMethods, fillDict, floatMethods, listMethods, tupleMethods } from './container-methods';
import { bindArguments, type Signature } from './signature';
import { formatText } from './string-format';
import { stringMethods } from './string-methods';
import type { JsonObject } from '@twl/contracts';
import { ListRow } from '../values/list-row';
import { dictGet } from '../values/containers';
import { isFloat, isInt, isMapping, itemsOf } from '../values/kinds';
import { toNumber } from '../values/numbers';
import { orElse } from '../values/present';
import { codePointsOf, repr } from '../values/text';
import { undefinedError } from '../values/undefined-error';
import { Callable, type Dict, PythonObject, Tuple, Undefined, type Value } from '../values/value';

const method = (name: string, signature: Signature): Callable =>
  new Callable(name, (args, run) => signature.call(bindArguments(name, signature, args), run));

const lookUp = <T>(methods: Record<string, (value: T) => Signature>, name: string, value: T): Callable | undefined => {
  const signatureOf = Object.hasOwn(methods, name) ? methods[name] : undefined;
  return signatureOf && method(name, signatureOf(value));
};

const update = (dict: JsonObject | Dict): Callable =>
  new Callable('update', ({ positional, named }) => {
    fillDict(dict, positional[0], named);
    return null;
  });

/** A method or attribute by name, from the lists above and from nowhere else. */
const findOwnAttribute = (value: Value, name: string): Value | undefined => {
  if (typeof value === 'string') {
    return name === 'format' ? new Callable(name, (args, run) => run.bounded(formatText(value, args))) : lookUp(stringMethods, name, value);
  }
  if (Array.isArray(value)) return lookUp(listMethods, name, value);
  if (value instanceof Tuple) return lookUp(tupleMethods, name, value.items);
  if (isMapping(value)) return name === 'update' ? update(value) : lookUp(dictMethods, name, value);
  if (isFloat(value)) return lookUp(floatMethods, name, toNumber(value));
  return value instanceof PythonObject ? value.attribute(name) : undefined;
};

const undefinedFor = (value: Value, name: Value): Undefined =>
  new Undefined(
    typeof name === 'string'
      ? `${shortReprOf(value)} has no attribute ${repr(name)}, which`
      : `${shortReprOf(value)} has no element ${repr(name)}, which`,
  );

const shortReprOf = (value: Value): string =>
  isMapping(value) ? 'a dict' : Array.isArray(value) ? 'a list' : value === null ? 'None' : 'a value';

/** `value.name`: a method before a key, as in Jinja; Undefined if there is neither. */
export const getAttribute = (value: Value, name: string): Value => {
  if (value instanceof Undefined) throw undefinedError(value);
  if (name.startsWith('__')) return hiddenAttribute(value, name);
  const own = findOwnAttribute(value, name);
  if (own !== undefined) return own;
  const found = isMapping(value) ? dictGet(value, name) : fieldOfRow(value, name);
  return found === undefined ? undefinedFor(value, name) : found;
};

const fieldOfRow = (value: Value, name: string): Value | undefined => (value instanceof ListRow ? value.field(name) : undefined);

/** Python's inner attributes are out of reach; a key of that name is not. */
const hiddenAttribute = (value: Value, name: string): Value =>
  orElse(isMapping(value) ? dictGet(value, name) : undefined, new Undefined(`the attribute ${name}`, true));

/** `value[key]`: a key before a method; a value that is not there when neither is. */
export const getItem = (value: Value, key: Value): Value => {
  if (isMapping(value)) {
    const found = Array.isArray(key) || isMapping(key) ? undefined : dictGet(value, key);
    if (found !== undefined) return found;
  } else {
    if (value instanceof Undefined) throw undefinedError(value);
    if (isInt(key) || typeof key === 'boolean') {
      if (value instanceof ListRow) value.markRead();
      const found = itemAt(value, Number(key));
      return found === undefined ? undefinedFor(value, key) : found;
    }
  }
  if (typeof key !== 'string') return undefinedFor(value, key);
  const added = fieldOfRow(value, key);
  if (added !== undefined) return added;
  return isMapping(value) ? undefinedFor(value, key) : getAttribute(value, key);
};

const itemAt = (value: Value, index: number): Value | undefined => {
  const items = typeof value === 'string' ? codePointsOf(value) : itemsOf(value);
  return items?.[index < 0 ? index + items.length : index];
};
