import type { Json } from '@twl/contracts';
import { PythonError } from '../values/python-error';
import type { Value } from '../values/value';
import type { Compiler } from './compiler';
import type { Evaluate } from './frame';
import { globals } from './globals';
import type { Run } from './run';

/** Other names of the slice, by which templates reach it too. */
const sliceNames = new Set(['stream_slice', 'stream_interval', 'stream_partition']);

/** Attributes of a slice that are not among its keys, and the variables that hold them. */
const sliceParts: Record<string, string> = {
  extra_fields: 'stream_slice.extra_fields',
  partition: 'stream_partition',
  _partition: 'stream_partition',
  cursor_slice: 'stream_interval',
  _cursor_slice: 'stream_interval',
};

const own = (values: Readonly<Record<string, Json | undefined>>, name: string): Value | undefined =>
  Object.hasOwn(values, name) ? values[name] : undefined;

const variable = (run: Run, name: string): Value => {
  const value = own(run.scope.values, name) ?? (sliceNames.has(name) ? own(run.scope.values, 'stream_slice') : undefined);
  if (value !== undefined) return value;
  if (name === 'parameters') return run.parameters as Record<string, Json>;
  throw new PythonError('ValueError', `there is no variable ${name} here`);
};

/** A name: what the template set, then a variable, then a function. */
export const compileName = (name: string, compiler: Compiler): Evaluate => {
  compiler.read(name);
  const global = globals.get(name);
  return (frame) =>
    (compiler.sets.has(name) ? frame.get(name) : undefined) ?? own(frame.run.scope.values, name) ?? global ?? variable(frame.run, name);
};

/** `stream_slice.extra_fields` and the like; undefined for any other attribute. */
export const compileSlicePart = (name: string, attribute: string): Evaluate | undefined => {
  const part = sliceNames.has(name) && Object.hasOwn(sliceParts, attribute) ? sliceParts[attribute] : undefined;
  if (part === undefined) return undefined;
  return ({ run }) => own(run.scope.values, part) ?? (attribute === 'extra_fields' ? {} : variable(run, 'stream_slice'));
};
