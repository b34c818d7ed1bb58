import type { JsonObject } from '@twl/contracts';
import { compareValues, areEqual } from '../values/compare';
import { dictDelete, dictEntries, dictGet, dictKeys, dictOf, dictSet, dictValues, iterateItems } from '../values/containers';
import { isMapping } from '../values/kinds';
import { firstOf, orElse } from '../values/present';
import { PythonError, typeError, valueError } from '../runtime/python-error';
import { repr } from '../values/text';
import { type Dict, Tuple, type Value } from '../values/value';
import type { Signature } from './signature';

type DictMethod = (dict: JsonObject | Dict) => Signature;
type ListMethod = (list: Value[]) => Signature;

const signatureOf = (parameters: string[], required: number, call: (values: (Value | undefined)[]) => Value): Signature => ({
  parameters,
  required,
  call,
});

export const pairsOf = (value: Value): [Value, Value][] =>
  isMapping(value)
    ? dictEntries(value)
    : iterateItems(value).map((pair) => {
        const [key, item, ...more] = iterateItems(pair);
        if (key === undefined || item === undefined || more.length) throw valueError('a dict is made of pairs');
        return [key, item];
      });

/** Creates a dict from the arguments of `dict(...)` or `update(...)`. */
export const fillDict = (dict: JsonObject | Dict, source: Value | undefined, named: Map<string, Value>): void => {
  if (source !== undefined) pairsOf(source).forEach(([key, value]) => dictSet(dict, key, value));
  named.forEach((value, key) => dictSet(dict, key, value));
};

const pop = (dict: JsonObject | Dict, key: Value, fallback: Value | undefined): Value => {
  const value = firstOf(
    () => dictGet(dict, key),
    () => fallback,
  );
  if (value === undefined) throw new PythonError('KeyError', repr(key));
  dictDelete(dict, key);
  return value;
};

/** The methods of `dict` that templates may call; views are lists. `update` also takes keyword arguments and is in attributes. */
export const dictMethods: Record<string, DictMethod> = {
  get: (dict) => signatureOf(['key', 'default'], 1, ([key = null, fallback]) => orElse(dictGet(dict, key), orElse(fallback, null))),
  keys: (dict) => signatureOf([], 0, () => dictKeys(dict)),
  values: (dict) => signatureOf([], 0, () => dictValues(dict)),
  items: (dict) => signatureOf([], 0, () => dictEntries(dict).map((entry) => new Tuple(entry))),
  copy: (dict) => signatureOf([], 0, () => dictOf(dictEntries(dict))),
  pop: (dict) => signatureOf(['key', 'default'], 1, ([key = null, fallback]) => pop(dict, key, fallback)),
  setdefault: (dict) =>
    signatureOf(['key', 'default'], 1, ([key = null, fallback]) => {
      const found = dictGet(dict, key);
      if (found === undefined) dictSet(dict, key, fallback ?? null);
      return orElse(found, orElse(fallback, null));
    }),
  clear: (dict) =>
    signatureOf([], 0, () => {
      dictKeys(dict).forEach((key) => dictDelete(dict, key));
      return null;
    }),
};

const indexIn = (list: Value[], at: Value | undefined): number => {
  const index = at === undefined ? list.length - 1 : Number(at);
  const from = index < 0 ? index + list.length : index;
  if (!(from >= 0 && from < list.length)) throw new PythonError('KeyError', 'index out of range');
  return from;
};

const indexOf = (list: Value[], item: Value): number => {
  const at = list.findIndex((other) => areEqual(other, item));
  if (at < 0) throw valueError(`${repr(item)} is not in list`);
  return at;
};

const changeList = (list: Value[], change: () => void): null => {
  if (Object.isFrozen(list)) throw typeError('this list cannot be changed');
  change();
  return null;
};

/** The methods of `tuple`. */
export const tupleMethods: Record<string, ListMethod> = {
  index: (list) => signatureOf(['item'], 1, ([item = null]) => indexOf(list, item)),
  count: (list) => signatureOf(['item'], 1, ([item = null]) => list.filter((other) => areEqual(other, item)).length),
};

/** The methods of `list` that templates may call. */
export const listMethods: Record<string, ListMethod> = {
  append: (list) => signatureOf(['item'], 1, ([item = null]) => changeList(list, () => list.push(item))),
  extend: (list) => signatureOf(['items'], 1, ([items = null]) => changeList(list, () => list.push(...iterateItems(items)))),
  insert: (list) => signatureOf(['at', 'item'], 2, ([at, item = null]) => changeList(list, () => list.splice(Number(at), 0, item))),
  remove: (list) => signatureOf(['item'], 1, ([item = null]) => changeList(list, () => list.splice(indexOf(list, item), 1))),
  pop: (list) =>
    signatureOf(['at'], 0, ([at]) => {
      if (Object.isFrozen(list)) throw typeError('this list cannot be changed');
      return list.splice(indexIn(list, at), 1)[0] ?? null;
    }),
  reverse: (list) => signatureOf([], 0, () => changeList(list, () => list.reverse())),
  clear: (list) => signatureOf([], 0, () => changeList(list, () => list.splice(0))),
  sort: (list) =>
    signatureOf(['key', 'reverse'], 0, ([, reverse]) =>
      changeList(list, () => list.sort((a, b) => compareValues(a, b, '<') * (reverse === true ? -1 : 1))),
    ),
  copy: (list) => signatureOf([], 0, () => [...list]),
  ...tupleMethods,
};

/** The methods of numbers that templates may call. */
export const floatMethods: Record<string, (value: number) => Signature> = {
  is_integer: (value) => signatureOf([], 0, () => Number.isInteger(value)),
};
