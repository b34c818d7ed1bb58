import type { Moment } from '@twl/jinja';
import { requireFirst } from '@twl/ports';
import type { Clamp } from './clamping';
import { earlierOf, laterOf, type CursorScale } from './cursor-scale';
import type { Stretch } from './range-state';
import { moveBy, moveOrKeep, type IntervalStep } from './steps';

/** How the time that is not read yet is divided. */
export interface SliceRules {
  scale: CursorScale<Moment>;
  start: Moment;
  end: () => Moment;
  /** Longest slice; undefined for one slice up to the end. */
  step: IntervalStep | undefined;
  lookback: IntervalStep | undefined;
  /** Smallest step of the format: slices end that much before the next begins. */
  granularity: IntervalStep | undefined;
  clamp: Clamp;
  /** The source refuses a stretch whose start is its end. */
  strict: boolean;
}

/** A slice's first and last time, both included. */
export interface DatetimeInterval {
  start: Moment;
  end: Moment;
}

/** Returns the intervals to read: before, between and after those already read. */
export const createDatetimeSlices = function* (read: readonly Stretch<Moment>[], rules: SliceRules): Generator<DatetimeInterval> {
  const { scale, start, granularity } = rules;
  let known = requireFirst(read);
  if (scale.compare(start, known.start) < 0) yield* divide({ from: start, upper: known.start, upperIsEnd: false }, rules);
  for (const next of read.slice(1)) {
    const from = granularity === undefined ? known.end : moveOrKeep(known.end, granularity);
    yield* divide({ from, upper: next.start, upperIsEnd: false }, rules);
    known = next;
  }
  const from = rules.lookback ? (moveBy(known.end, rules.lookback, -1) ?? start) : known.end;
  yield* divide({ from, upper: rules.end(), upperIsEnd: true }, rules);
};

/** An interval of time to be read. `upperIsEnd`: it ends where the whole read ends. */
interface UnreadTime {
  from: Moment;
  upper: Moment;
  upperIsEnd: boolean;
}

const divide = function* ({ from, upper, upperIsEnd }: UnreadTime, rules: SliceRules): Generator<DatetimeInterval> {
  const { scale, start, step, clamp, granularity } = rules;
  const beyond = scale.compare(from, upper);
  if (beyond > 0 || (beyond === 0 && granularity === undefined) || scale.compare(upper, start) < 0) return;
  let lower = clamp(laterOf(scale, from, start));
  const left = scale.compare(lower, upper);
  // With a granularity the end is a unit that is read as well, so that an empty stretch still has one.
  if (left > 0 || (left === 0 && (rules.strict || !upperIsEnd))) return;
  if (scale.compare(nextStart(lower, step, upper), upper) >= 0) {
    const last = upperIsEnd && granularity !== undefined ? upper : clamp(upper);
    yield { start: lower, end: before(last, !upperIsEnd, rules) };
    return;
  }
  for (;;) {
    const border = earlierOf(scale, nextStart(lower, step, upper), upper);
    const clampedUpper = scale.compare(border, upper) === 0 ? border : clamp(border);
    const reached = scale.compare(border, upper) >= 0 || scale.compare(clampedUpper, upper) === 0;
    const clampedLower = clamp(lower);
    if (scale.compare(clampedLower, clampedUpper) >= 0) return;
    yield { start: clampedLower, end: before(clampedUpper, !upperIsEnd || !reached, rules) };
    lower = clampedUpper;
    if (reached) return;
  }
};

const nextStart = (from: Moment, step: IntervalStep | undefined, beyond: Moment): Moment => (step && moveBy(from, step)) ?? beyond;

const before = (end: Moment, shorten: boolean, { granularity }: SliceRules): Moment =>
  shorten && granularity !== undefined ? moveOrKeep(end, granularity, -1) : end;
