import { Log, type LogFields } from '@twl/ports';
import type { Logger } from 'pino';
import { describeError } from './describe-error';
import { redactField } from './redact';

/** The log as JSON lines `{ level, time, event, ...fields }`; what looks like a secret is hidden. */
export class PinoLog extends Log {
  constructor(private readonly logger: Logger) {
    super();
  }

  info(event: string, fields: LogFields = {}): void {
    this.logger.info({ event, ...clean(fields) });
  }

  warn(event: string, fields: LogFields = {}): void {
    this.logger.warn({ event, ...clean(fields) });
  }

  error(event: string, error: unknown, fields: LogFields = {}): void {
    this.logger.error({ event, ...clean(fields), error: describeError(error) });
  }
}

function clean(fields: LogFields): LogFields {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, redactField(name, value)]));
}
