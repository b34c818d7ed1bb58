import type { Json } from '@twl/contracts';
import { dictGet } from '../values/containers';
import { isMapping } from '../values/kinds';
import { PythonError } from '../runtime/python-error';
import type { Value } from '../values/value';
import type { Compiler } from './compiler';
import type { Evaluate } from './frame';
import { globals } from './globals';
import type { Evaluation } from '../runtime/evaluation';

/** Other names of the slice, by which templates reach it too. */
const sliceNames = new Set(['stream_slice', 'stream_interval', 'stream_partition']);

/** Attributes of a slice that are not among its keys, and the variables that hold them. */
const sliceParts: Record<string, string> = {
  partition: 'stream_partition',
  _partition: 'stream_partition',
  cursor_slice: 'stream_interval',
  _cursor_slice: 'stream_interval',
};

type Values = Readonly<Record<string, Json | undefined>>;

/** Returns a variable; one without a value is None. */
const ownVariable = (values: Values, name: string): Value | undefined => (Object.hasOwn(values, name) ? (values[name] ?? null) : undefined);

/** All names of the slice mean the whole of it. */
const findVariable = (values: Values, name: string): Value | undefined =>
  sliceNames.has(name) && Object.hasOwn(values, 'stream_slice') ? ownVariable(values, 'stream_slice') : ownVariable(values, name);

const requireVariable = (run: Evaluation, name: string): Value => {
  const value = findVariable(run.scope.values, name);
  if (value !== undefined) return value;
  if (name === 'parameters') return run.parameters as Record<string, Json>;
  throw new PythonError('ValueError', `there is no variable ${name} here`);
};

/** Compiles a name: a local of the template, then a variable, then a function. */
export const compileName = (name: string, compiler: Compiler): Evaluate => {
  compiler.read(name);
  const global = globals.get(name);
  return (frame) => {
    const value = compiler.sets.has(name) ? frame.get(name) : undefined;
    if (value !== undefined) return value;
    const given = findVariable(frame.run.scope.values, name);
    return given === undefined ? (global ?? requireVariable(frame.run, name)) : given;
  };
};

/** `stream_slice.partition` and the like; undefined for any other attribute. */
export const compileSlicePart = (name: string, attribute: string): Evaluate | undefined => {
  if (!sliceNames.has(name)) return undefined;
  if (attribute === 'extra_fields') return ({ run }) => extraFields(requireVariable(run, name));
  const part = Object.hasOwn(sliceParts, attribute) ? sliceParts[attribute] : undefined;
  return part === undefined ? undefined : ({ run }) => ownVariable(run.scope.values, part) ?? requireVariable(run, name);
};

const extraFields = (slice: Value): Value => (isMapping(slice) ? dictGet(slice, 'extra_fields') : undefined) ?? {};
