import { Log, type LogFields } from '@twl/ports';
import type { Logger } from 'pino';
import { describeError } from './describe-error';
import { redactField } from './redact';

/** Writes the log as JSON lines `{ level, time, event, ...fields }`; redacts values that look like secrets. */
export class PinoLog extends Log {
  constructor(private readonly logger: Logger) {
    super();
  }

  info(event: string, fields: LogFields = {}): void {
    this.logger.info({ event, ...redactFields(fields) });
  }

  warn(event: string, fields: LogFields = {}): void {
    this.logger.warn({ event, ...redactFields(fields) });
  }

  error(event: string, error: unknown, fields: LogFields = {}): void {
    this.logger.error({ event, ...redactFields(fields), error: describeError(error) });
  }
}

function redactFields(fields: LogFields): LogFields {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, redactField(name, value)]));
}
