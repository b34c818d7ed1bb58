const everyMs = 1000;

/** Asks again every second until it is over or nobody looks any more, and shows each answer. */
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
