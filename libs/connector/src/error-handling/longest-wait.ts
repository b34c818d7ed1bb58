import type { BuildContext } from '../build/build-context';
import type { ComponentNode } from '../build/component-node';
import { ReadDeferredError } from '../errors/connector-errors';
import { readSettingNumber } from '../build/setting';

/** Refuses a wait of `max_waiting_time_in_seconds` or more: the read is deferred. */
export const buildLongestWait = (node: ComponentNode, context: BuildContext): ((ms: number) => number) => {
  const most = readSettingNumber(node, 'max_waiting_time_in_seconds', context);
  return (ms) => {
    if (most === undefined || ms < most * 1000) return ms;
    const text = `the source asks to wait ${Math.ceil(ms / 1000)} s, which is not less than max_waiting_time_in_seconds (${most})`;
    throw new ReadDeferredError(context.clock.now() + Math.min(ms, 24 * 60 * 60 * 1000), text);
  };
};
