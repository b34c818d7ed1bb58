const everyMs = 1000;

/** Polls every second until `isOver` or the signal aborts, and shows each value. */
export const follow = async <T>(
  first: T,
  { isOver, next, show, signal }: { isOver: (now: T) => boolean; next: () => Promise<T>; show: (now: T) => void; signal: AbortSignal },
): Promise<T> => {
  let now = first;
  show(now);
  while (!isOver(now) && !signal.aborted) {
    await new Promise((resolve) => setTimeout(resolve, everyMs));
    if (signal.aborted) break;
    now = await next();
    show(now);
  }
  return now;
};
