/** A sorted list that need not be opened early: none of its entries comes before `bound`. */
export interface SortedList<T> {
  bound: number;
  open(): AsyncIterator<T, unknown>;
}

/** An open list, and its next entry. */
interface OpenList<T> {
  rest: AsyncIterator<T, unknown>;
  next: T;
}

/** Merges many sorted lists into one order. Opens lists when they are due, several at once. */
export async function* mergeSorted<T extends { time: number }>(
  lists: readonly SortedList<T>[],
  { isDown, compare }: { isDown: boolean; compare: (a: T, b: T) => number },
): AsyncGenerator<T, void> {
  const sign = isDown ? -1 : 1;
  const waiting = [...lists].sort((a, b) => sign * (a.bound - b.bound));
  const opened: OpenList<T>[] = [];
  const open = async ({ open }: SortedList<T>): Promise<OpenList<T> | undefined> => {
    const rest = open();
    const { value, done } = await rest.next();
    return done ? undefined : { rest, next: value };
  };
  for (;;) {
    const first = firstOf(opened, (a, b) => sign * compare(a, b));
    const due = waiting.filter(({ bound }) => (first ? sign * (bound - first.next.time) <= 0 : bound === waiting[0]?.bound));
    if (due.length > 0) {
      waiting.splice(0, due.length);
      for (const one of await Promise.all(due.map(open))) if (one) opened.push(one);
      continue;
    }
    if (!first) return;
    yield first.next;
    const { value, done } = await first.rest.next();
    if (done) opened.splice(opened.indexOf(first), 1);
    else first.next = value;
  }
}

const firstOf = <T>(opened: readonly OpenList<T>[], compare: (a: T, b: T) => number): OpenList<T> | undefined => {
  let best: OpenList<T> | undefined;
  for (const one of opened) if (!best || compare(one.next, best.next) < 0) best = one;
  return best;
};
