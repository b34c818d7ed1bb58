import { TwlError } from '@twl/ports';

/** A transformation that cannot be applied to a record; the record is refused. */
export class TransformError extends TwlError {
  readonly code = 'TRANSFORM';
  readonly retryable = false;
}
