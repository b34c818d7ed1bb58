import { PythonError } from '../runtime/python-error';
import type { Undefined } from './value';

/** Returns the error of using a missing value. */
export const undefinedError = (value: Undefined): PythonError =>
  value.unsafe
    ? new PythonError('SecurityError', `access to ${value.what} is not allowed`)
    : new PythonError('UndefinedError', `${value.what} is undefined`);
