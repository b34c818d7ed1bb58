import type { Database } from '../sqlite/database';
import { builtReadThread, ReadThreads } from './read-threads';
import { ThreadedAudit, ThreadedFailures, ThreadedReader, ThreadedRuns, usualNear, type NearBudget } from './threaded-lists';

/** Where the threads find the database and their script, and what is read without them. */
export interface ThreadsOptions {
  path: string;
  script?: string;
  near?: NearBudget;
}

/** Returns the ports that list, with threads for their long reads. The caller closes the threads. */
export const openThreads = (db: Database, { path, script = builtReadThread, near = usualNear }: ThreadsOptions) => {
  const threads = new ReadThreads(db, { path, script });
  return {
    threads,
    runs: new ThreadedRuns(db, threads),
    reader: new ThreadedReader(db, threads, near),
    failures: new ThreadedFailures(db, threads),
    audit: new ThreadedAudit(db, threads),
  };
};
