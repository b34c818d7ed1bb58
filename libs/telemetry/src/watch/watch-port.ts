/** A call of a port that is over. */
export interface PortCall {
  operation: string;
  args: readonly unknown[];
  result?: unknown;
  error?: unknown;
  /** Start by the clock of the process, ms since 1970. */
  startedAt: number;
  ms: number;
}

type Method = (...args: unknown[]) => unknown;

/** Returns a port that works as the given one does, and tells of each asynchronous call when it is over. */
export const watchPort = <T extends object>(port: T, onCall: (call: PortCall) => void): T => {
  const watched = new Map<PropertyKey, Method>();
  const watch = (operation: string): Method => {
    const call: Method = (...args) => {
      const startedAt = Date.now();
      const began = performance.now();
      const result = (Reflect.get(port, operation, port) as Method).apply(port, args);
      if (!(result instanceof Promise)) return result;
      const end = (outcome: Pick<PortCall, 'result' | 'error'>): void =>
        onCall({ operation, args, startedAt, ms: performance.now() - began, ...outcome });
      result.then(
        (value: unknown) => end({ result: value }),
        (error: unknown) => end({ error }),
      );
      return result;
    };
    watched.set(operation, call);
    return call;
  };
  return new Proxy(port, {
    get: (target, key) => {
      const member: unknown = Reflect.get(target, key, target);
      if (typeof member !== 'function' || typeof key !== 'string') return member;
      return watched.get(key) ?? watch(key);
    },
  });
};
