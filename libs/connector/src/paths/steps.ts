import type { Json } from '@twl/contracts';
import { matchesGlob } from './glob';

/** A key on the way to a value; for the place in a list with the length of the list. */
export interface PathStep {
  key: string | number;
  size?: number;
}

/** Returns true if a path segment matches a step; a negative one counts from the end of a list. */
export const stepMatches = ({ key, size }: PathStep, segment: string): boolean =>
  size !== undefined && /^-\d+$/.test(segment) ? key === size + Number(segment) : matchesGlob(String(key), segment);

/** Returns true if steps match a path with wildcards; `**` is any number of steps. */
export const stepsMatch = (steps: readonly PathStep[], path: readonly string[]): boolean => {
  const star = path.indexOf('**');
  const all = (some: readonly PathStep[], segments: readonly string[]): boolean =>
    segments.every((segment, at) => {
      const step = some[at];
      return step !== undefined && stepMatches(step, segment);
    });
  if (star < 0) return steps.length === path.length && all(steps, path);
  const [before, after] = [path.slice(0, star), path.slice(star + 1)];
  return steps.length >= before.length + after.length && all(steps, before) && all(steps.slice(steps.length - after.length), after);
};

/** A value inside another one with the steps that lead to it. */
export interface PathMatch {
  steps: readonly PathStep[];
  value: Json;
}

/** Returns the values one step below a value; none unless it is a list or an object. */
export const childrenOf = (value: Json, steps: readonly PathStep[] = []): PathMatch[] => {
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.map((item, index) => ({ steps: [...steps, { key: index, size: value.length }], value: item }));
  return Object.entries(value).map(([key, item]) => ({ steps: [...steps, { key }], value: item }));
};

/** Yields everything inside a value, breadth first. */
export function* walkPath(value: Json, steps: readonly PathStep[] = []): Generator<PathMatch, void> {
  const found = childrenOf(value, steps);
  yield* found;
  for (const child of found) yield* walkPath(child.value, child.steps);
}
