import { bindArguments, type Signature } from '../methods/signature';
import type { Evaluation } from '../runtime/evaluation';
import { PythonError } from '../runtime/python-error';
import type { Arguments, Value } from '../values/value';

/** A filter: the value before the bar, the arguments after it. */
export type Filter = (value: Value, args: Arguments, run: Evaluation) => Value;

/** A test after `is`. */
export type Test = (value: Value, args: Arguments) => boolean;

/** All filters by name; the other files of this folder define them. */
export const filters = new Map<string, Filter>();

/** All tests by name; `tests.ts` defines them. */
export const tests = new Map<string, Test>();

/** Defines a filter by the names of its parameters; those from `?` on may be left out. */
export const defineFilter = (
  name: string,
  parameters: string[],
  call: (value: Value, args: (Value | undefined)[], run: Evaluation) => Value,
): void => {
  const required = parameters.filter((parameter) => !parameter.endsWith('?')).length;
  const signature: Omit<Signature, 'call'> = { parameters: parameters.map((parameter) => parameter.replace('?', '')), required };
  filters.set(name, (value, args, run) => call(value, bindArguments(name, { ...signature, call: () => null }, args), run));
};

/** The filter of a name that a template computes. */
export const findFilter = (name: Value | undefined): Filter => {
  const filter = typeof name === 'string' ? filters.get(name) : undefined;
  if (!filter) throw new PythonError('FilterError', `no filter named ${String(name)}`);
  return filter;
};

/** The test of a name that a template computes. */
export const findTest = (name: Value | undefined): Test => {
  const test = typeof name === 'string' ? tests.get(name) : undefined;
  if (!test) throw new PythonError('FilterError', `no test named ${String(name)}`);
  return test;
};
