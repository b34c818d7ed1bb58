import { iterate } from '../values/containers';
import { truth } from '../values/kinds';
import { PythonError } from '../runtime/python-error';
import type { Arguments, Value } from '../values/value';
import { getter } from './item-getter';
import { filterNamed, filters, testNamed } from './registry';

/** What is empty, None included, has no items. */
const itemsIn = (value: Value): Value[] => (truth(value) ? iterate(value) : []);

/** Keeps the items that pass a test, of themselves or of one of their attributes. */
const select =
  (keep: boolean, byAttribute: boolean) =>
  (value: Value, { positional, named }: Arguments): Value => {
    if (byAttribute && positional.length === 0) throw new PythonError('FilterError', 'missing the name of an attribute');
    const get = byAttribute ? getter(positional[0]) : (item: Value) => item;
    const [name, ...rest] = positional.slice(byAttribute ? 1 : 0);
    const test = name === undefined ? truth : (item: Value) => testNamed(name)(item, { positional: rest, named });
    return itemsIn(value).filter((item) => test(get(item)) === keep);
  };

filters.set('select', select(true, false));
filters.set('reject', select(false, false));
filters.set('selectattr', select(true, true));
filters.set('rejectattr', select(false, true));
filters.set('map', (value, { positional, named }, run) => {
  if (!positional.length && named.has('attribute'))
    return itemsIn(value).map(getter(named.get('attribute'), undefined, named.get('default')));
  const [name, ...rest] = positional;
  const filter = filterNamed(name);
  return itemsIn(value).map((item) => filter(item, { positional: rest, named }, run));
});
