import { str } from './text';
import type { Value } from './value';

/** A dict's key as JSON writes it: `None` is `null`, `True` is `true`. */
export const jsonKey = (key: Value): string =>
  typeof key === 'string' ? key : key === null ? 'null' : typeof key === 'boolean' ? String(key) : str(key);
