import { workerData } from 'node:worker_threads';
import { sentError, type SentError } from '@twl/ports';
import { Database } from '../sqlite/database';
import { storeReads, type ReadTask, type StoreReads } from './store-reads';

/** The response of a thread. */
export type ThreadReadResult = { value: unknown } | { error: SentError };

let opened: StoreReads | undefined;

/** Reads on the connection of this thread, which opens with the first read. */
const reads = (): StoreReads => {
  const { path } = workerData as { path: string };
  return (opened ??= storeReads(Database.openToRead(path)));
};

/** Runs one read in this thread, on its own connection. */
export const runReadTask = async ({ name, args }: ReadTask): Promise<ThreadReadResult> => {
  try {
    const read = reads()[name] as (...args: unknown[]) => Promise<unknown>;
    return { value: await read(...args) };
  } catch (error) {
    return { error: sentError(error) };
  }
};
