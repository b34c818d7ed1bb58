/** Aborts when the person, or who started the command, wants it to end. */
export const stoppedByHand = (): AbortSignal => {
  const stopping = new AbortController();
  const stop = (): void => stopping.abort(new Error('stopped by hand'));
  process.once('SIGINT', stop).once('SIGTERM', stop);
  return stopping.signal;
};
