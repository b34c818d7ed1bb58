import type { Json } from '@twl/contracts';
import { microsOf, type Moment } from '@twl/jinja';
import type { CursorScale } from './cursor-scale';
import { writtenTimeOf, formatSourceTime, parseSourceTime } from './source-time';
import { moveOrKeep, type IntervalStep } from './steps';

/** Times in the formats of a source. A value keeps the offset it was written with, and is written in the zone of the outgoing format. */
export class DatetimeScale implements CursorScale<Moment> {
  /** The formats that are tried, in this order. */
  readonly formats: readonly string[];

  constructor(
    private readonly outgoing: string,
    incoming: readonly string[],
    /** Smallest step of the format. */
    private readonly granularity: IntervalStep,
  ) {
    this.formats = [...new Set([...incoming, outgoing])];
  }

  parse(value: Json): Moment {
    if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'bigint') throw new TypeError('not a time');
    for (const format of this.formats) {
      try {
        return parseSourceTime(value, format);
      } catch {
        continue;
      }
    }
    throw new TypeError(`${JSON.stringify(String(value))} is in none of the formats ${this.formats.join(', ')}`);
  }

  format(value: Moment): string {
    return formatSourceTime(value, this.outgoing);
  }

  /** Rounds the value to what the outgoing format can express. */
  rounded(value: Moment): Moment {
    return writtenTimeOf(value, this.outgoing);
  }

  compare(a: Moment, b: Moment): number {
    const [x, y] = [microsOf(a), microsOf(b)];
    return x < y ? -1 : x > y ? 1 : 0;
  }

  next(value: Moment): Moment {
    return moveOrKeep(value, this.granularity);
  }
}
