import { iterateItems } from '../values/containers';
import { isTruthy } from '../values/kinds';
import { PythonError } from '../runtime/python-error';
import type { Arguments, Value } from '../values/value';
import { createGetter } from './item-getter';
import { findFilter, filters, findTest } from './registry';

/** Falsy values, None included, have no items. */
const iterateTruthy = (value: Value): Value[] => (isTruthy(value) ? iterateItems(value) : []);

/** Keeps the items that pass a test, of themselves or of one of their attributes. */
const selectItems =
  (keep: boolean, byAttribute: boolean) =>
  (value: Value, { positional, named }: Arguments): Value => {
    if (byAttribute && positional.length === 0) throw new PythonError('FilterError', 'missing the name of an attribute');
    const get = byAttribute ? createGetter(positional[0]) : (item: Value) => item;
    const [name, ...rest] = positional.slice(byAttribute ? 1 : 0);
    const test = name === undefined ? isTruthy : (item: Value) => findTest(name)(item, { positional: rest, named });
    return iterateTruthy(value).filter((item) => test(get(item)) === keep);
  };

filters.set('select', selectItems(true, false));
filters.set('reject', selectItems(false, false));
filters.set('selectattr', selectItems(true, true));
filters.set('rejectattr', selectItems(false, true));
filters.set('map', (value, { positional, named }, run) => {
  if (!positional.length && named.has('attribute'))
    return iterateTruthy(value).map(createGetter(named.get('attribute'), undefined, named.get('default')));
  const [name, ...rest] = positional;
  const filter = findFilter(name);
  return iterateTruthy(value).map((item) => filter(item, { positional: rest, named }, run));
});
