import type { LoggerService } from '@nestjs/common';
import type { Logger } from 'pino';
import { errorText } from '@twl/json';
import { describeError } from './describe-error';
import { redactText } from './redact';

/** Writes Nest's messages as JSON lines with the event `nest`; its start messages have the level debug. */
export class NestLog implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown, ...rest: unknown[]): void {
    this.logger.debug(logLine(message, rest));
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.logger.debug(logLine(message, rest));
  }

  verbose(message: unknown, ...rest: unknown[]): void {
    this.logger.trace(logLine(message, rest));
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.logger.warn(logLine(message, rest));
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.logger.error(logLine(message, rest));
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.logger.fatal(logLine(message, rest));
  }
}

/** Builds a log line. Nest passes the context as the last argument, and the stack of an error before it. */
function logLine(message: unknown, rest: unknown[]): Record<string, unknown> {
  const context = rest.at(-1);
  const stack = rest.length > 1 ? rest[0] : undefined;
  return {
    event: 'nest',
    ...(typeof context === 'string' && { context }),
    ...(message instanceof Error ? { error: describeError(message) } : { message: redactText(errorText(message)) }),
    ...(typeof stack === 'string' && { stack: redactText(stack) }),
  };
}
