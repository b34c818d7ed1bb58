import { readers } from './readers';

/** Reads heavily until the process is ended: each reader begins again when it is at its end. Says at the end how often each was. */
export const readHeavily = async (url: string, only: string): Promise<void> => {
  const stop = new AbortController();
  process.once('SIGTERM', () => stop.abort());
  const { signal } = stop;
  const rounds = readers
    .filter(([name]) => name.includes(only))
    .map(async ([name, reader]) => {
      let done = 0;
      try {
        for (; !signal.aborted; done++) await reader(url, signal);
      } catch (error) {
        if (!signal.aborted) process.stderr.write(`${name}: ${String(error)}\n`);
      }
      return `${name}: ${done}`;
    });
  process.stderr.write(`rounds to the end: ${(await Promise.all(rounds)).join(', ')}\n`);
  process.exit();
};
