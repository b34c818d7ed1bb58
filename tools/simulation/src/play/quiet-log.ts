import { Log } from '@twl/ports';

/** Keeps the last lines, for who looks into a failing history. */
export class QuietLog extends Log {
  readonly lines: string[] = [];

  constructor(private readonly now: () => number) {
    super();
  }

  override info(event: string, fields: object = {}): void {
    this.add(event, fields);
  }

  override warn(event: string, fields: object = {}): void {
    this.add(event, fields);
  }

  override error(event: string, error: unknown, fields: object = {}): void {
    this.add(event, { ...fields, error: String(error) });
  }

  private add(event: string, fields: object): void {
    this.lines.push(`${new Date(this.now()).toISOString().slice(11, 19)} ${event} ${JSON.stringify(fields)}`);
  }
}
