import type { Database } from '../sqlite/database';
import { builtReadThread, ReadThreads } from './read-threads';
import { ThreadedAudit, ThreadedFailures, ThreadedReader, ThreadedRuns, defaultInlineBudget, type InlineBudget } from './threaded-lists';

/** Where the threads find the database and their script, and what is read without them. */
export interface ThreadsOptions {
  path: string;
  script?: string;
  inline?: InlineBudget;
}

/** Returns the ports that list, with threads for their long reads. The caller closes the threads. */
export const openThreads = (db: Database, { path, script = builtReadThread, inline = defaultInlineBudget }: ThreadsOptions) => {
  const threads = new ReadThreads(db, { path, script });
  return {
    threads,
    runs: new ThreadedRuns(db, threads),
    reader: new ThreadedReader(db, threads, inline),
    failures: new ThreadedFailures(db, threads),
    audit: new ThreadedAudit(db, threads),
  };
};
