/** Python's exception classes that templates can meet. */
export type PythonErrorKind =
  | 'TypeError'
  | 'ValueError'
  | 'UndefinedError'
  | 'KeyError'
  | 'AttributeError'
  | 'ZeroDivisionError'
  | 'OverflowError'
  | 'SecurityError'
  | 'FilterError'
  | 'LimitError';

/** An exception of Python during the evaluation of a template. It never leaves this library. */
export class PythonError extends Error {
  constructor(
    readonly kind: PythonErrorKind,
    message: string,
  ) {
    super(message);
    this.name = 'PythonError';
  }
}

export const typeError = (message: string): PythonError => new PythonError('TypeError', message);
export const valueError = (message: string): PythonError => new PythonError('ValueError', message);
export const isTypeError = (error: unknown): boolean => error instanceof PythonError && error.kind === 'TypeError';
export const isUndefinedError = (error: unknown): boolean => error instanceof PythonError && error.kind === 'UndefinedError';
