import { Log, type LogFields } from '../telemetry/log';

/** One line as it was logged. */
export interface LogLine {
  level: 'info' | 'warn' | 'error';
  event: string;
  fields: LogFields;
  error?: unknown;
}

/** Keeps every line for the test to look at. */
export class RecordingLog extends Log {
  readonly lines: LogLine[] = [];

  info(event: string, fields: LogFields = {}): void {
    this.lines.push({ level: 'info', event, fields });
  }

  warn(event: string, fields: LogFields = {}): void {
    this.lines.push({ level: 'warn', event, fields });
  }

  error(event: string, error: unknown, fields: LogFields = {}): void {
    this.lines.push({ level: 'error', event, fields, error });
  }

  /** The fields of every line of one event. */
  of(event: string): LogFields[] {
    return this.lines.filter((line) => line.event === event).map((line) => line.fields);
  }
}
