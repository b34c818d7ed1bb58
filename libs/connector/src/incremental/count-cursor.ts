import type { Json } from '@twl/contracts';
import { requireLast } from '@twl/ports';
import type { BuildContext } from '../build/build-context';
import type { ComponentNode } from '../build/component-node';
import { buildRequestOption } from '../request/request-options';
import { noOptions } from '../roles/request-options';
import { countScale, type Count } from './count-scale';
import { unreadProblemOf } from '../roles/cursor-problem';
import type { CursorPlan, CursorRun } from '../roles/cursor-plan';
import { RangeRun } from './range-run';
import { RangeState } from './range-state';
import { createCursorReader } from './record-cursor';

/** Builds an `IncrementingCountCursor`. @throws ManifestError */
export const buildCountCursor = (node: ComponentNode, context: BuildContext): CursorPlan => {
  const scope = context.scope();
  const field = context.interpolator.compile(node.required('cursor_field'), node.parameters).text(scope);
  const startText = context.interpolator.compile(node.text('start_value') ?? '0', node.parameters).text(scope);
  const start = startOf(startText);
  if (start === undefined) throw node.error(`start_value gives ${JSON.stringify(startText)}, which is not a number`, 'start_value');
  const optionNode = node.child('start_value_option');
  const option = optionNode && buildRequestOption(optionNode, context);
  const read = createCursorReader(countScale, field);
  const beginRun = (state: Json): CursorRun => {
    const known = new RangeState(countScale, field, { state, start });
    const run = new RangeRun(known, { scale: countScale, read, boundaries: undefined });
    return {
      intervals: () => [{ interval: { start: String(requireLast(known.stretches).end), end: 'inf' }, extra: {} }],
      observe: (record, slice) => run.observe(record, slice),
      close: (slice) => run.close(slice),
      reduce: () => undefined,
      toJson: () => run.toJson(),
    };
  };
  return {
    field,
    begin: beginRun,
    filters: undefined,
    options(slice) {
      const options = noOptions();
      if (slice.interval['start'] !== undefined) option?.inject(options, countScale.parse(slice.interval['start']), context.scope());
      return options;
    },
    keeps: () => true,
    isBefore: () => false,
    problem: (record) => (read(record) === undefined ? unreadProblemOf(record, field, []) : undefined),
    position: (record) => numberOf(read(record)),
    time: () => null,
    written: (record) => writtenOf(read(record)),
    age: () => undefined,
    future: () => 9_000_000_000_000,
  };
};

const startOf = (text: string): Count | undefined => {
  try {
    const start = countScale.parse(text);
    return typeof start === 'bigint' ? start : Math.trunc(start);
  } catch {
    return undefined;
  }
};

const numberOf = (count: Count | undefined): number | null => (count === undefined ? null : Number(count));

const writtenOf = (count: Count | undefined): string | number | undefined => (count === undefined ? undefined : countScale.format(count));
