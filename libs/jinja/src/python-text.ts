import type { Json } from '@twl/contracts';
import { str } from './values/text';

/** The value as Python's `str()` shows it: `True`, `None`, `{'a': 1}`. */
export const toPythonText = (value: Json): string => str(value);
