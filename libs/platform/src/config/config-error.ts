import { TwlError } from '@twl/ports';

/** Settings that cannot be used. Every problem is named, one a line; a main prints them and exits with 2. */
export class ConfigError extends TwlError {
  readonly code = 'CONFIG';
  readonly retryable = false;

  constructor(readonly problems: string[]) {
    super(problems.join('\n'));
  }
}
