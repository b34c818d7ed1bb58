import { PythonError } from '../runtime/python-error';
import type { Undefined } from './value';

/** What using a value that is not there raises. */
export const undefinedError = (value: Undefined): PythonError =>
  value.unsafe
    ? new PythonError('SecurityError', `access to ${value.what} is not allowed`)
    : new PythonError('UndefinedError', `${value.what} is undefined`);
