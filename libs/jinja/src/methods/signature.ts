import type { Evaluation } from '../runtime/evaluation';
import { typeError } from '../runtime/python-error';
import type { Arguments, Value } from '../values/value';

/** A function by its parameter names: positional and named arguments come in that order, absent ones as undefined. */
export interface Signature {
  parameters: string[];
  /** Number of required arguments. */
  required: number;
  /** Number of arguments allowed by position; all by default. */
  positional?: number;
  call: (values: (Value | undefined)[], run: Evaluation) => Value;
}

/** Puts arguments in their places. @throws TypeError as Python would */
export const bindArguments = (name: string, signature: Signature, args: Arguments): (Value | undefined)[] => {
  const { parameters, required } = signature;
  if (args.positional.length > (signature.positional ?? parameters.length)) {
    throw typeError(`${name}() takes ${parameters.length} arguments but ${args.positional.length} were given`);
  }
  const values: (Value | undefined)[] = parameters.map((parameter, at) => args.positional[at] ?? args.named.get(parameter));
  args.positional.forEach((value, at) => (values[at] = value));
  for (const key of args.named.keys()) {
    const at = parameters.indexOf(key);
    if (at < 0 || at < args.positional.length) throw typeError(`${name}() got an unexpected argument '${key}'`);
  }
  const missing = values.slice(0, required).indexOf(undefined);
  if (missing >= 0) throw typeError(`${name}() is missing its argument '${parameters[missing]}'`);
  return values;
};
