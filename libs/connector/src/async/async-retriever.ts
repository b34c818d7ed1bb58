import type { Json } from '@twl/contracts';
import type { FetchedPage } from '@twl/ports';
import type { BuildContext } from '../build/build-context';
import { ReadFailedError } from '../errors/connector-errors';
import type { ReadablePage, RecordSelector, Selected } from '../roles/roles';
import type { MissingList } from '../session/missing-list';
import type { Paginator } from '../roles/paging';
import type { Requester } from '../roles/requester';
import { LoopGuarding } from '../page-loop/loop-guarding';
import { PageLoop } from '../page-loop/page-loop';
import { PageReader } from '../page-loop/page-reader';
import type { Retriever, SliceTask } from '../roles/retriever';
import { AsyncJob, type JobParts } from './async-job';
import { DownloadConsumer, DownloadPages, wholeDownloads } from './download-pages';

const pollEveryMs = 5000;
const maxAttempts = 3;

/** The parts of an `AsyncRetriever`. */
export interface AsyncParts {
  job: JobParts;
  download: Requester;
  paginator: Paginator;
  selector: RecordSelector;
  timeoutMs: number;
  /** Wait before a failed job is started again, ms. */
  retryWaitMs: number;
}

/** Creates a job at the source for the records of a slice, waits for it, and fetches the results. */
export class AsyncRetriever implements Retriever {
  private readonly reader: PageReader;

  constructor(
    private readonly context: BuildContext,
    private readonly parts: AsyncParts,
  ) {
    this.reader = new PageReader(context, parts.selector);
  }

  select(page: ReadablePage): AsyncIterable<readonly Selected[]> {
    return this.parts.selector.select(page);
  }

  missing(page: ReadablePage): Promise<MissingList | undefined> {
    return this.reader.missing(page);
  }

  async *read(task: SliceTask): AsyncGenerator<FetchedPage, void> {
    const job = await this.finishedJob(task);
    if (!job) return;
    for (const target of await job.targets()) yield* this.download(task, job, target);
    await job.remove();
  }

  /** A job that is complete; undefined when the source has nothing for the slice. */
  private async finishedJob(task: SliceTask): Promise<AsyncJob | undefined> {
    for (let attempt = 1; attempt <= maxAttempts; attempt++) {
      const job = new AsyncJob(this.parts.job, this.context, { session: task.session, slice: task.slice });
      await job.create();
      const status = await this.waitForEnd(job, task);
      if (status === 'completed') return job;
      if (status === 'skipped') {
        task.session.notes.addUnseen('JOB_SKIPPED', `the source skipped the job of ${JSON.stringify(task.slice.partition)}`);
        return undefined;
      }
      if (status === 'timeout') await job.abort();
      else if (this.parts.retryWaitMs > 0 && attempt < maxAttempts)
        await task.session.wait(this.parts.retryWaitMs, 'the job failed and is started again');
    }
    throw new ReadFailedError(`the job of the source failed or ran out of time ${maxAttempts} times`);
  }

  private async waitForEnd(job: AsyncJob, { session }: SliceTask) {
    const end = this.context.clock.now() + this.parts.timeoutMs;
    for (;;) {
      const status = await job.poll();
      if (status !== 'running') return status;
      if (this.context.clock.now() >= end) return 'timeout';
      await session.wait(pollEveryMs, 'the source is preparing the records');
    }
  }

  private async *download(task: SliceTask, job: AsyncJob, target: Json): AsyncGenerator<FetchedPage, void> {
    const { context, parts, reader } = this;
    const { paginator } = parts;
    const values = { download_target: target, ...(await job.facts()) };
    const sources = new DownloadPages(context, parts, values);
    const features = [new LoopGuarding(paginator, context.limits.pages), wholeDownloads];
    const loop = new PageLoop({ context, paginator, sources, reader, features });
    yield* loop.read({ ...task, from: undefined, consumer: new DownloadConsumer(task.consumer) });
  }
}
