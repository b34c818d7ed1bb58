import { TwlError } from '@twl/ports';

/** Invalid settings, with all problems, one per line. A main prints them and exits with 2. */
export class ConfigError extends TwlError {
  readonly code = 'CONFIG';
  readonly retryable = false;

  constructor(readonly problems: string[]) {
    super(problems.join('\n'));
  }
}
