/** Merges sorted iterators into one sorted order. */
export function* mergeSorted<T>(iterators: readonly Iterator<T, void>[], isEarlier: (a: T, b: T) => boolean): Generator<T, void> {
  const heads: { value: T; rest: Iterator<T, void> }[] = [];
  for (const rest of iterators) {
    const { done, value } = rest.next();
    if (!done) heads.push({ value, rest });
  }
  for (;;) {
    let [first] = heads;
    for (const head of heads) if (first && isEarlier(head.value, first.value)) first = head;
    if (!first) return;
    yield first.value;
    const { done, value } = first.rest.next();
    if (done) heads.splice(heads.indexOf(first), 1);
    else first.value = value;
  }
}
