import type { Json } from '@twl/contracts';
import type { Step } from '../extraction/steps';

/** A value inside a record with the steps that lead to it. */
export interface Found {
  steps: readonly Step[];
  value: Json;
}

/** Everything inside a value: each level before what is below it. */
export function* walk(value: Json, steps: readonly Step[] = []): Generator<Found, void> {
  if (typeof value !== 'object' || value === null) return;
  const children: Found[] = Array.isArray(value)
    ? value.map((item, index) => ({ steps: [...steps, { key: index, size: value.length }], value: item }))
    : Object.entries(value).map(([key, item]) => ({ steps: [...steps, { key }], value: item }));
  yield* children;
  for (const child of children) yield* walk(child.value, child.steps);
}
