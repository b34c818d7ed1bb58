import { TwlError } from '@twl/ports';

/** A text of the manifest that is no template, or that could not be evaluated with the values at hand. */

export class TemplateError extends TwlError {
  readonly code = 'TEMPLATE';
  readonly retryable = false;

  constructor(
    readonly template: string,
    detail: string,
    cause?: unknown,
  ) {
    super(`template ${JSON.stringify(template)}: ${detail}`, { cause });
  }
}
