import type { BuildContext } from '../build/build-context';
import type { ComponentNode } from '../build/component-node';
import { type Scope, microsOf, type Moment } from '@twl/jinja';
import { parseSourceTime } from './source-time';

/** Builds a time of a manifest, a text or a `MinMaxDatetime`. Its default format is that of the cursor. */
export const buildDatetime = (node: ComponentNode, name: string, context: BuildContext): ((scope: Scope) => Moment) => {
  const whole = node.get(name);
  const inner = typeof whole === 'object' && whole !== null ? node.requiredChild(name) : undefined;
  const format = inner?.text('datetime_format') || node.required('datetime_format');
  const compileBound = (text: string) => context.interpolator.compile(text, (inner ?? node).parameters);
  const datetime = compileBound(inner ? inner.required('datetime') : node.required(name));
  const [min, max] = [inner?.text('min_datetime'), inner?.text('max_datetime')].map((text) => (text ? compileBound(text) : undefined));
  const parseBound = (text: string): Moment => {
    try {
      return parseSourceTime(text, format);
    } catch {
      throw (inner ?? node).error(`${JSON.stringify(text)} is not a time in the format ${format}`, inner ? 'datetime' : name);
    }
  };
  return (scope) => {
    let moment = parseBound(datetime.text(scope));
    const [least, most] = [min?.text(scope), max?.text(scope)];
    if (least) moment = greater(moment, parseBound(least), 1);
    if (most) moment = greater(moment, parseBound(most), -1);
    return moment;
  };
};

const greater = (a: Moment, b: Moment, sign: 1 | -1): Moment => (microsOf(a) >= microsOf(b) === (sign === 1) ? a : b);
