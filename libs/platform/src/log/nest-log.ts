import type { LoggerService } from '@nestjs/common';
import type { Logger } from 'pino';
import { errorText } from '@twl/json';
import { describeError } from './describe-error';
import { redactText } from './redact';

/** Nest's own lines in the same JSON, event `nest`. What Nest tells of its start is for debugging only. */
export class NestLog implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown, ...rest: unknown[]): void {
    this.logger.debug(line(message, rest));
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.logger.debug(line(message, rest));
  }

  verbose(message: unknown, ...rest: unknown[]): void {
    this.logger.trace(line(message, rest));
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.logger.warn(line(message, rest));
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.logger.error(line(message, rest));
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.logger.fatal(line(message, rest));
  }
}

/** Nest gives the context as the last argument, and for an error its stack before it. */
function line(message: unknown, rest: unknown[]): Record<string, unknown> {
  const context = rest.at(-1);
  const stack = rest.length > 1 ? rest[0] : undefined;
  return {
    event: 'nest',
    ...(typeof context === 'string' && { context }),
    ...(message instanceof Error ? { error: describeError(message) } : { message: redactText(errorText(message)) }),
    ...(typeof stack === 'string' && { stack: redactText(stack) }),
  };
}
