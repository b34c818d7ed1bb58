/** Maximum number of items per array. */
const handful = 1000;

/**
 * Groups items into arrays: not all at once, because their results stay in memory with the body, and not one by one, because each wait
 * costs.
 */
export function* groupItems<T>(items: Iterable<T>): Generator<T[], void> {
  let found: T[] = [];
  for (const item of items) {
    if (found.push(item) < handful) continue;
    yield found;
    found = [];
  }
  if (found.length > 0) yield found;
}
