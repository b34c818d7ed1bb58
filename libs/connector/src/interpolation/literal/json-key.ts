import { str } from '../values/text';
import type { Value } from '../values/value';

/** A dict's key as JSON writes it: `None` is `null`, `True` is `true`. */
export const jsonKey = (key: Value): string =>
  typeof key === 'string' ? key : key === null ? 'null' : typeof key === 'boolean' ? String(key) : str(key);
