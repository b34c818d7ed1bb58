import { isJsonObject } from '@twl/json';
import type { FaultSetting } from './fault';
import { BadControlError } from '../http/bad-control-error';
import { faultKinds, scopeParameters } from './fault-kinds';

/** Checks a fault of a request and reports every problem. @throws BadControlError */
export const parseFault = (value: unknown): FaultSetting => {
  if (!isJsonObject(value)) throw new BadControlError('a fault is an object: { "kind": "status", "status": 503, "count": 2 }');
  const { kind, ...parameters } = value;
  const known = Object.entries(faultKinds).find(([name]) => name === kind)?.[1];
  if (!known) throw new BadControlError(`kind must be one of ${Object.keys(faultKinds).join(', ')}`);
  const allowed = { ...known, ...scopeParameters };
  const problems = Object.entries(parameters).flatMap(([name, parameter]) => {
    const check = Object.hasOwn(allowed, name) ? allowed[name] : undefined;
    if (!check) return [`${name} is not a parameter of ${String(kind)}: it takes ${Object.keys(allowed).join(', ')}`];
    const expected = check(parameter);
    return expected === undefined ? [] : [`${name} must be ${expected}`];
  });
  if (problems.length > 0) throw new BadControlError(problems.join('; '));
  // The table of the kind has checked every parameter.
  return value as unknown as FaultSetting;
};
