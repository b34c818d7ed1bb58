import { later as laterBy, type Moment } from '../interpolation/time/moment';
import type { Clamp } from './clamping';
import { earlier, later, type CursorScale } from './cursor-scale';
import type { Stretch } from './range-state';
import { moved, type Step } from './steps';

/** How the time that is not read yet is divided. */
export interface SliceRules {
  scale: CursorScale<Moment>;
  start: Moment;
  end: () => Moment;
  /** Longest slice; undefined for one slice up to the end. */
  step: Step | undefined;
  lookback: Step | undefined;
  /** Smallest step of the format, microseconds: slices end that much before the next begins. */
  granularity: bigint | undefined;
  clamp: Clamp;
}

/** A slice's first and last time, both included. */
export interface Interval {
  start: Moment;
  end: Moment;
}

/** The stretches of time that are to be read: before, between and after what was read. */
export const datetimeSlices = function* (read: readonly Stretch<Moment>[], rules: SliceRules): Generator<Interval> {
  const { scale, start, granularity } = rules;
  const first = read[0]!;
  if (scale.compare(start, first.start) < 0) yield* divide(start, first.start, false, rules);
  for (let at = 0; at + 1 < read.length; at++) {
    const from = granularity === undefined ? read[at]!.end : laterBy(read[at]!.end, granularity);
    yield* divide(from, read[at + 1]!.start, false, rules);
  }
  const last = read.at(-1)!.end;
  const from = rules.lookback ? (moved(last, rules.lookback, -1) ?? start) : last;
  yield* divide(from, rules.end(), true, rules);
};

const divide = function* (from: Moment, upper: Moment, upperIsEnd: boolean, rules: SliceRules): Generator<Interval> {
  const { scale, start, step, clamp } = rules;
  if (scale.compare(from, upper) >= 0 || scale.compare(upper, start) < 0) return;
  let lower = later(scale, from, start);
  const whole = stepped(lower, step, upper);
  if (scale.compare(whole, upper) >= 0) {
    yield { start: clamp(lower), end: before(clamp(upper), !upperIsEnd, rules) };
    return;
  }
  for (;;) {
    const border = earlier(scale, stepped(lower, step, upper), upper);
    const reached = scale.compare(border, upper) >= 0;
    const clampedUpper = reached ? border : clamp(border);
    const clampedLower = clamp(lower);
    if (scale.compare(clampedLower, clampedUpper) >= 0) return;
    yield { start: clampedLower, end: before(clampedUpper, !upperIsEnd || !reached, rules) };
    lower = clampedUpper;
    if (reached) return;
  }
};

const stepped = (from: Moment, step: Step | undefined, beyond: Moment): Moment => (step && moved(from, step)) ?? beyond;

const before = (end: Moment, shorten: boolean, { granularity }: SliceRules): Moment =>
  shorten && granularity !== undefined ? laterBy(end, -granularity) : end;
