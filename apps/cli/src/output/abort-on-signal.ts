/** Returns a signal that aborts on SIGINT or SIGTERM. */
export const abortOnSignal = (): AbortSignal => {
  const stopping = new AbortController();
  const stop = (): void => stopping.abort(new Error('stopped by a signal'));
  process.once('SIGINT', stop).once('SIGTERM', stop);
  return stopping.signal;
};
