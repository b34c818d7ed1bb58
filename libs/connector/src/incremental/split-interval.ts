import { addMicros, microsOf, type Moment, TimeDelta } from '@twl/jinja';
import { requireValue } from '@twl/ports';
import type { Slice } from '../roles/slice';
import type { CursorScale } from './cursor-scale';
import type { IntervalStep } from './steps';
import type { SplitLimits } from '../roles/slicer';

interface SplitRules {
  scale: CursorScale<Moment>;
  granularity: IntervalStep | undefined;
  boundaries: { start: string; end: string };
}

/** Splits a slice into two halves that do not touch; undefined if it is too short. */
export const splitInterval = (slice: Slice, { smallest }: SplitLimits, rules: SplitRules): [Slice, Slice] | undefined => {
  const { scale, boundaries } = rules;
  const granularity = rules.granularity instanceof TimeDelta ? rules.granularity.micros : 0n;
  if (granularity <= 0n) return undefined;
  const valueOf = (name: string): Moment => scale.parse(requireValue(slice.interval[name], `${name} of a slice`));
  const [start, end] = [valueOf(boundaries.start), valueOf(boundaries.end)];
  const span = microsOf(end) - microsOf(start);
  if (span <= 0n || (smallest !== undefined && span <= smallest)) return undefined;
  const units = span / granularity + 1n;
  if (units < 2n) return undefined;
  const firstEnd = addMicros(start, (units / 2n - 1n) * granularity);
  const half = (from: Moment, to: Moment): Slice => ({
    ...slice,
    interval: { ...slice.interval, [boundaries.start]: String(scale.format(from)), [boundaries.end]: String(scale.format(to)) },
  });
  return [half(start, firstEnd), half(addMicros(firstEnd, granularity), end)];
};
