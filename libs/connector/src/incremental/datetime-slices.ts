import type { Moment } from '@twl/jinja';
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
  const first = read[0]!;
  if (scale.compare(start, first.start) < 0) yield* divide(start, first.start, false, rules);
  for (let at = 0; at + 1 < read.length; at++) {
    const from = granularity === undefined ? read[at]!.end : moveOrKeep(read[at]!.end, granularity);
    yield* divide(from, read[at + 1]!.start, false, rules);
  }
  const last = read.at(-1)!.end;
  const from = rules.lookback ? (moveBy(last, rules.lookback, -1) ?? start) : last;
  yield* divide(from, rules.end(), true, rules);
};

const divide = function* (from: Moment, upper: Moment, upperIsEnd: boolean, rules: SliceRules): Generator<DatetimeInterval> {
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
