import type { BuildContext } from '../build/build-context';
import type { ComponentNode } from '../build/component-node';
import { weekdayOf, TimeDelta, civilOf, dayOf, addMicros, momentOf, type Moment } from '@twl/jinja';
/** Moves a time to the border of a day, week or month. */
export type Clamp = (value: Moment) => Moment;

/** Borders for the slices, and for their end. */
export interface Clamping {
  up: Clamp;
  down: Clamp;
  /** Gap between the last slice and the border if the cursor has no granularity. */
  gap: TimeDelta;
}

const day = 86_400_000_000n;
const weekdays = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY'];

/** Builds `clamping`. @throws ManifestError for an unknown target */
export const buildClamping = (node: ComponentNode, context: BuildContext): Clamping | undefined => {
  const clamping = node.child('clamping');
  if (!clamping) return undefined;
  const target = context.interpolator.compile(clamping.required('target'), node.parameters).text(context.scope());
  if (target === 'DAY')
    return { up: (value) => (isMidnight(value) ? value : addMicros(midnight(value), day)), down: midnight, gap: new TimeDelta(1_000_000n) };
  if (target === 'MONTH')
    return { up: monthUp, down: (value) => momentOf({ ...civilOf(midnight(value)), day: 1 }, 0, value.offset), gap: new TimeDelta(day) };
  if (target !== 'WEEK') throw clamping.error(`the target ${JSON.stringify(target)} is none of DAY, WEEK, MONTH`, 'target');
  const name = clamping.object('target_details')?.['weekday'];
  const weekday = weekdays.indexOf(String(name));
  if (weekday < 0) throw clamping.error(`WEEK needs target_details with a weekday, one of ${weekdays.join(', ')}`, 'target_details');
  const days = (value: Moment) => BigInt((weekday - weekdayOf(dayOf(value)) + 7) % 7);
  return {
    up: (value) => addMicros(midnight(value), days(value) * day),
    down: (value) => addMicros(midnight(value), days(value) === 0n ? 0n : (days(value) - 7n) * day),
    gap: new TimeDelta(day),
  };
};

const isMidnight = (value: Moment): boolean => value.micro === 0 && value.wall % 86_400 === 0;

const midnight = (value: Moment): Moment => ({ wall: dayOf(value) * 86_400, micro: 0, offset: value.offset });

const monthUp = (value: Moment): Moment => {
  const civil = civilOf(midnight(value));
  if (civil.day === 1) return midnight(value);
  const [year, month] = civil.month === 12 ? [civil.year + 1, 1] : [civil.year, civil.month + 1];
  return momentOf({ ...civil, year, month, day: 1 }, 0, value.offset);
};
