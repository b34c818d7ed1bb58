import type { Json, JsonObject } from '@twl/contracts';
import type { BuildContext } from '../build/build-context';
import type { ComponentNode } from '../build/component-node';
import { microsOf, type Moment, type Scope, TimeDelta } from '@twl/jinja';
import { isJsonObject } from '@twl/json';
import { isoOfMicros } from '../time/iso-time';
import { buildRequestOption } from '../request/request-options';
import { noOptions } from '../roles/request-options';
import type { Slice } from '../roles/slice';
import { buildClamping, type Clamping } from './clamping';
import type { CursorPlan, CursorRun } from '../roles/cursor-plan';
import { futureProblemOf, unreadProblemOf } from '../roles/cursor-problem';
import { DatetimeScale } from './datetime-scale';
import { createDatetimeSlices, type DatetimeInterval, type SliceRules } from './datetime-slices';
import { buildDatetime } from './min-max-datetime';
import { RangeRun } from './range-run';
import { RangeState } from './range-state';
import { createCursorReader } from './record-cursor';
import { splitInterval } from './split-interval';
import { momentOfMs, moveBy, moveOrKeep, parseStep, positionOf, type IntervalStep } from './steps';
const since = '$since';
const until = '$until';

/** What a `DatetimeBasedCursor` declares. */
interface DatetimeSettings {
  field: string;
  scale: DatetimeScale;
  /** Returns the cursor value of a record. */
  read: (record: JsonObject) => Moment | undefined;
  /** Names of a slice's start and end. */
  boundaries: { start: string; end: string };
  start: (scope: Scope) => Moment;
  end: ((scope: Scope) => Moment) | undefined;
  step: IntervalStep | undefined;
  lookback: IntervalStep | undefined;
  granularity: IntervalStep | undefined;
  clamping: Clamping | undefined;
  strict: boolean;
  filters: CursorPlan['filters'];
}

/** Builds a `DatetimeBasedCursor`. @throws ManifestError */
export const buildDatetimeCursor = (node: ComponentNode, context: BuildContext): CursorPlan => {
  const settings = readSettings(node, context);
  const { field, scale, read, filters } = settings;
  return {
    field,
    begin: (state, backMs = 0) => beginRun(settings, backMs > 0 ? movedBack(state, field, { scale, backMs }) : state, context),
    filters,
    options: buildOptions(node, settings.boundaries, context),
    keeps: (record, slice) => {
      const value = read(record);
      return value === undefined || !(isBefore(value, slice) || isAfter(value, slice));
    },
    isBefore: (record, slice) => mapBounds(read(record), (moment) => isBefore(moment, slice)) ?? false,
    problem: (record, now) => {
      const value = read(record);
      return value === undefined ? unreadProblemOf(record, field, scale.formats) : futureProblemOf(field, positionOf(value) / 1000, now);
    },
    position: (record) => mapBounds(read(record), positionOf),
    time: (record) => mapBounds(read(record), (moment) => isoOfMicros(positionOf(moment))),
    written: (record) => mapBounds(read(record), (moment) => scale.format(moment)) ?? undefined,
    age: (state) => ageOf(state, field, scale),
    future: () => scale.format(momentOfMs(farFuture)),
  };
};

const readSettings = (node: ComponentNode, context: BuildContext): DatetimeSettings => {
  const readTemplate = (name: string, otherwise = '') =>
    context.interpolator.compile(node.text(name) || otherwise, node.parameters).text(context.scope());
  const step = stepOf(node, 'step', readTemplate('step'));
  const granularityStep = stepOf(node, 'cursor_granularity', node.text('cursor_granularity') ?? '');
  if ((node.has('step') && node.get('step') !== '') !== (granularityStep !== undefined))
    throw node.error('step and cursor_granularity go together: give both or none', node.has('step') ? 'step' : 'cursor_granularity');
  // A step of no length counts as none.
  const granularity = granularityStep?.truth() ? granularityStep : undefined;
  const scale = new DatetimeScale(
    node.required('datetime_format'),
    node.texts('cursor_datetime_formats'),
    granularity ?? new TimeDelta(1000n),
  );
  const field = readTemplate('cursor_field');
  return {
    field,
    scale,
    read: createCursorReader(scale, field),
    boundaries: { start: readTemplate('partition_field_start', 'start_time'), end: readTemplate('partition_field_end', 'end_time') },
    start: buildDatetime(node, 'start_datetime', context),
    end: node.has('end_datetime') && node.get('end_datetime') !== '' ? buildDatetime(node, 'end_datetime', context) : undefined,
    step,
    lookback: stepOf(node, 'lookback_window', readTemplate('lookback_window')),
    granularity,
    clamping: buildClamping(node, context),
    strict: node.flag('is_compare_strictly'),
    filters: node.flag('is_data_feed') ? 'after' : node.flag('is_client_side_incremental') ? 'before' : undefined,
  };
};

/** Builds `start_time_option` and `end_time_option`: they put the times of a slice into requests. */
const buildOptions = (node: ComponentNode, boundaries: DatetimeSettings['boundaries'], context: BuildContext): CursorPlan['options'] => {
  const [startOption, endOption] = ['start_time_option', 'end_time_option'].map((name) => {
    const option = node.child(name);
    return option && buildRequestOption(option, context);
  });
  return (slice) => {
    const options = noOptions();
    if (Object.keys(slice.interval).length === 0) return options;
    startOption?.inject(options, slice.interval[boundaries.start] ?? null, context.scope());
    endOption?.inject(options, slice.interval[boundaries.end] ?? null, context.scope());
    return options;
  };
};

const beginRun = (settings: DatetimeSettings, state: Json, context: BuildContext): CursorRun => {
  const { field, scale, read, boundaries, lookback, granularity, clamping } = settings;
  const start = settings.start(context.scope());
  const end = (): Moment => endOf(settings, context.scope());
  const known = new RangeState(scale, field, { state, start });
  const now = momentOfMs(context.clock.now());
  const isBeyond = (value: Moment, sliceEnd: Moment | undefined): boolean => {
    const rounded = scale.rounded(value);
    return scale.compare(rounded, now) > 0 || (sliceEnd !== undefined && scale.compare(rounded, scale.next(sliceEnd)) >= 0);
  };
  const run = new RangeRun(known, { scale, read, boundaries, isBeyond });
  const rules: SliceRules = { ...settings, start, end, clamp: clamping?.up ?? ((value) => value) };
  const bounds: JsonObject = settings.filters
    ? {
        [since]: microsOf(lowestWanted(known.start, start, lookback)).toString(),
        ...(settings.end ? { [until]: microsOf(end()).toString() } : {}),
      }
    : {};
  const sliceOf = (interval: DatetimeInterval) => ({
    interval: { [boundaries.start]: scale.format(interval.start), [boundaries.end]: scale.format(interval.end) },
    extra: bounds,
  });
  return {
    intervals: function* () {
      for (const interval of createDatetimeSlices([...known.stretches], rules)) yield sliceOf(interval);
    },
    observe: (record, slice) => run.observe(record, slice),
    close: (slice) => run.close(slice),
    reduce: (slice) => run.reduce(slice),
    split: (slice, limits) => splitInterval(slice, limits, { scale, granularity, boundaries }),
    toJson: () => run.toJson(),
  };
};

/** Returns the end of the read: the declared one, else the present, moved down to the border of `clamping`. */
const endOf = ({ end, clamping, granularity }: DatetimeSettings, scope: Scope): Moment => {
  const moment = end ? end(scope) : momentOfMs(scope.now);
  return clamping ? moveOrKeep(clamping.down(moment), granularity ?? clamping.gap, -1) : moment;
};

const farFuture = Date.UTC(2090, 0, 1);

const mapBounds = <T, R>(value: T | undefined, map: (value: T) => R): R | null => (value === undefined ? null : map(value));

const stepOf = (node: ComponentNode, name: string, text: string): IntervalStep | undefined => {
  if (text === '') return undefined;
  try {
    return parseStep(text);
  } catch {
    throw node.error(`${name}: ${JSON.stringify(text)} is not a duration (write one like P1D or PT1H)`, name);
  }
};

/** Records that the lookback window reads again are wanted, but none before the start. */
const lowestWanted = (reached: Moment, start: Moment, lookback: IntervalStep | undefined): Moment => {
  const lower = lookback && moveBy(reached, lookback, -1);
  if (!lower) return reached;
  const floor = microsOf(reached) < microsOf(start) ? reached : start;
  return microsOf(lower) > microsOf(floor) ? lower : floor;
};

const movedBack = (state: Json, field: string, { scale, backMs }: { scale: DatetimeScale; backMs: number }): Json => {
  if (!isJsonObject(state) || state[field] === undefined || state[field] === null) return state;
  const back = new TimeDelta(BigInt(Math.round(backMs * 1000)));
  const value = scale.parse(state[field]);
  return { ...state, [field]: scale.format(moveBy(value, back, -1) ?? value) };
};

const isBefore = (value: Moment, { extra: { [since]: from } }: Slice): boolean =>
  typeof from === 'string' && microsOf(value) < BigInt(from);

/** Only a declared end is one: a record dated later than now is kept, for it would not come again. */
const isAfter = (value: Moment, { extra: { [until]: to } }: Slice): boolean => typeof to === 'string' && microsOf(value) > BigInt(to);

const ageOf = (state: Json, field: string, scale: DatetimeScale): number | undefined => {
  if (!isJsonObject(state)) return undefined;
  const slices = Array.isArray(state['slices']) ? state['slices'][0] : undefined;
  const value = isJsonObject(slices)
    ? (slices['most_recent_cursor_value'] ?? slices['end'])
    : (state[field] ?? (isJsonObject(state['state']) ? state['state'][field] : undefined));
  try {
    return value === undefined || value === null ? undefined : positionOf(scale.parse(value)) / 1000;
  } catch {
    return undefined;
  }
};
