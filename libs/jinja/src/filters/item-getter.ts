import { getItem } from '../methods/attributes';
import { str } from '../values/text';
import { Tuple, Undefined, type Value } from '../values/value';

type Getter = (item: Value) => Value;

/** A text without its case; anything else as it is. */
export const foldCase: Getter = (value) => (typeof value === 'string' ? value.toLowerCase() : value);

const pathOf = (attribute: Value | undefined): Value[] => {
  if (attribute === undefined || attribute === null) return [];
  if (typeof attribute !== 'string') return [attribute];
  return attribute.split('.').map((part) => (/^\d+$/.test(part) ? Number(part) : part));
};

/** Reads `a.b.0` from each item. */
export const createGetter = (attribute: Value | undefined, after: Getter = (value) => value, other?: Value): Getter => {
  const parts = pathOf(attribute);
  return (item) =>
    after(
      parts.reduce<Value>((value, part) => {
        const found = getItem(value, part);
        return found instanceof Undefined && other !== undefined && other !== null ? other : found;
      }, item),
    );
};

/** Reads several attributes, `a,b.c`, as one sort key. */
export const createKeysGetter = (attribute: Value | undefined, caseSensitive: boolean): Getter => {
  const after = caseSensitive ? undefined : foldCase;
  const getters =
    attribute === undefined || attribute === null
      ? [createGetter(undefined, after)]
      : str(attribute)
          .split(',')
          .map((part) => createGetter(part, after));
  return (item) => new Tuple(getters.map((get) => get(item)));
};
