import type { Value } from './value';

/** The first that is there; None counts as there. */
export const firstOf = (...tries: (() => Value | undefined)[]): Value | undefined => {
  for (const attempt of tries) {
    const value = attempt();
    if (value !== undefined) return value;
  }
  return undefined;
};

/** Returns the value, or another one if there is none; None counts as a value. */
export const orElse = (value: Value | undefined, other: Value): Value => (value === undefined ? other : value);
