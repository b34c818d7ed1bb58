import type { Json } from '@twl/contracts';
import { formatDatetime, parseDatetime } from '../interpolation/time/datetime-format';
import { microsOf, type Moment } from '../interpolation/time/moment';
import type { CursorScale } from './cursor-scale';
import { movedOrSame, type Step } from './steps';

/** Times in the formats of a source. A value keeps the offset it was written with. */
export class DatetimeScale implements CursorScale<Moment> {
  private readonly formats: readonly string[];

  constructor(
    private readonly outgoing: string,
    incoming: readonly string[],
    /** Smallest step of the format. */
    private readonly granularity: Step,
  ) {
    this.formats = [...new Set([...incoming, outgoing])];
  }

  parse(value: Json): Moment {
    if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'bigint') throw new TypeError('not a time');
    for (const format of this.formats) {
      try {
        return parseDatetime(value, format);
      } catch {
        continue;
      }
    }
    throw new TypeError(`${JSON.stringify(String(value))} is in none of the formats ${this.formats.join(', ')}`);
  }

  format(value: Moment): string {
    return formatDatetime(value, this.outgoing);
  }

  compare(a: Moment, b: Moment): number {
    const [x, y] = [microsOf(a), microsOf(b)];
    return x < y ? -1 : x > y ? 1 : 0;
  }

  next(value: Moment): Moment {
    return movedOrSame(value, this.granularity);
  }
}
