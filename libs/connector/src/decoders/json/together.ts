/** Items given together at most. */
const handful = 1000;

/** Cuts items into arrays: not all at once, for what is made of them is in memory beside the body, and not one by one, for each wait costs. */
export function* together<T>(items: Iterable<T>): Generator<T[], void> {
  let found: T[] = [];
  for (const item of items) {
    if (found.push(item) < handful) continue;
    yield found;
    found = [];
  }
  if (found.length > 0) yield found;
}
