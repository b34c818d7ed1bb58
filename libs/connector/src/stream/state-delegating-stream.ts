import type { Json } from '@twl/contracts';
import { isJsonObject } from '@twl/json';
import type { BuildContext } from '../build/build-context';
import type { ComponentNode } from '../build/component-node';
import { momentOfMs, moveBy, parseStep, positionOf } from '../incremental/steps';
import { buildCore, cursorFieldOf } from './build-core';
import { readKeyFields } from '../records/record-key';
import type { RecordStream, StreamCore } from '../build/record-stream';
/** The state of a stream without a cursor that was read completely. */
export const readWholeState = { __ab_no_cursor_state_message: true };

/** Builds a `StateDelegatingStream`: one way to read without a state, another one with it. @throws ManifestError */
export const buildStateDelegatingStream = (node: ComponentNode, outer: BuildContext): RecordStream => {
  const name = node.required('name');
  const context = outer.with({ stream: name });
  const [full, incremental] = (['full_refresh_stream', 'incremental_stream'] as const).map((key) => {
    const stream = node.requiredChild(key);
    if (stream.text('name') !== name) throw stream.error(`the name must be ${name}, like that of the StateDelegatingStream`, 'name');
    return buildCore(stream, context, key);
  }) as [StreamCore, StreamCore];
  const oldest = retention(node, context);
  const incrementalNode = node.requiredChild('incremental_stream');
  return {
    name,
    keyParts: readKeyFields(incrementalNode.get('primary_key') ?? node.requiredChild('full_refresh_stream').get('primary_key')),
    remembersFullRead: true,
    cursorField: cursorFieldOf(incrementalNode, context),
    variant: (variant) => (variant === incremental.variant ? incremental : full),
    pick(state) {
      if (!isJsonObject(state) || Object.keys(state).length === 0) return { core: full, state };
      return oldest && isOlder(state, oldest(), [full, incremental]) ? { core: full, state: null } : { core: incremental, state };
    },
  };
};

const retention = (node: ComponentNode, context: BuildContext): (() => number) | undefined => {
  const text = context.interpolator.compile(node.text('api_retention_period') ?? '', node.parameters).text(context.scope());
  if (text === '') return undefined;
  try {
    const period = parseStep(text);
    return () => {
      const now = momentOfMs(context.clock.now());
      return positionOf(moveBy(now, period, -1) ?? now) / 1000;
    };
  } catch {
    throw node.error(`api_retention_period: ${JSON.stringify(text)} is not a duration (write one like P30D)`, 'api_retention_period');
  }
};

/** A state without a known time counts as too old: reading everything is safe. */
const isOlder = (state: Json, oldest: number, ways: StreamCore[]): boolean => {
  if (isJsonObject(state) && state['__ab_no_cursor_state_message'] === true) return false;
  const [age] = ways.map((way) => way.slicer.age?.(state)).filter((each) => each !== undefined);
  return age === undefined || age < oldest;
};
