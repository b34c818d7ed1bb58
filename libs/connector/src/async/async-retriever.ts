import type { Json } from '@twl/contracts';
import type { FetchedPage } from '@twl/ports';
import type { BuildContext } from '../build/build-context';
import { ReadFailedError } from '../errors/connector-errors';
import type { ReadablePage, RecordSelector, Selected } from '../roles/roles';
import type { MissingList } from '../session/missing-list';
import type { Paginator } from '../roles/paging';
import type { Requester } from '../roles/requester';
import { LoopGuard } from '../retriever/loop-guard';
import { PageFetcher } from '../fetch/page-fetcher';
import { PageReader } from '../retriever/page-reader';
import type { Reading, Retriever } from '../roles/retriever';
import { AsyncJob, type JobParts } from './async-job';

const pollEveryMs = 5000;
const maxAttempts = 3;

/** What an `AsyncRetriever` is made of. */
export interface AsyncParts {
  job: JobParts;
  download: Requester;
  paginator: Paginator;
  selector: RecordSelector;
  timeoutMs: number;
  /** Wait before a failed job is begun anew, ms. */
  retryWaitMs: number;
}

/** Has a source prepare the records of a slice in a job of its own, waits for it, and fetches the results. */
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

  async *read(reading: Reading): AsyncGenerator<FetchedPage, void> {
    const job = await this.finished(reading);
    if (!job) return;
    for (const target of await job.targets()) yield* this.download(reading, job, target);
    await job.remove();
  }

  /** A job that is complete; undefined when the source has nothing for the slice. */
  private async finished(reading: Reading): Promise<AsyncJob | undefined> {
    for (let attempt = 1; attempt <= maxAttempts; attempt++) {
      const job = new AsyncJob(this.parts.job, this.context, { session: reading.session, slice: reading.slice });
      await job.create();
      const status = await this.wait(job, reading);
      if (status === 'completed') return job;
      if (status === 'skipped') {
        reading.session.notes.addUnseen('JOB_SKIPPED', `the source skipped the job of ${JSON.stringify(reading.slice.partition)}`);
        return undefined;
      }
      if (status === 'timeout') await job.abort();
      else if (this.parts.retryWaitMs > 0 && attempt < maxAttempts)
        await reading.session.wait(this.parts.retryWaitMs, 'the job failed and is begun anew');
    }
    throw new ReadFailedError(`the job of the source failed or ran out of time ${maxAttempts} times`);
  }

  private async wait(job: AsyncJob, { session }: Reading) {
    const end = this.context.clock.now() + this.parts.timeoutMs;
    for (;;) {
      const status = await job.poll();
      if (status !== 'running') return status;
      if (this.context.clock.now() >= end) return 'timeout';
      await session.wait(pollEveryMs, 'the source is preparing the records');
    }
  }

  private async *download(reading: Reading, job: AsyncJob, target: Json): AsyncGenerator<FetchedPage, void> {
    const { download, paginator } = this.parts;
    const facts = { download_target: target, ...(await job.facts()) };
    const slice = { ...reading.slice, extra: { ...reading.slice.extra, ...facts } };
    const fetcher = new PageFetcher(this.context, reading.session, this.context.redaction);
    const guard = new LoopGuard(paginator.pages, this.context.limits.pages);
    let token: Json = paginator.initial;
    for (;;) {
      guard.next();
      const draft = download.draft({
        slice,
        token,
        path: paginator.path(token),
        options: paginator.options(token, this.context.scope()),
        values: facts,
      });
      const result = await fetcher.fetch({ requester: download, draft, slice: reading.slice, token, values: facts, conditional: false });
      if (result.kind === 'reduce' || result.kind === 'split')
        throw new ReadFailedError(`${result.message} (a download can be asked for neither in smaller pages nor in shorter stretches)`);
      if (result.kind !== 'page') return;
      try {
        const at = { reading, guard, token, isAddress: paginator.path(token) !== undefined };
        const early = guard.wasAsked(result.request) ? await settled(this.reader.look(result, at)) : undefined;
        if (!guard.repeats) yield result.page;
        const seen = await (early?.() ?? this.reader.look(result, at));
        if (seen.repeats) return;
        token = await paginator.next(seen, this.context.scope());
      } finally {
        await result.page.body.dispose();
      }
      if (token === null) return;
    }
  }
}

/** What came of some work, to be told later. */
const settled = <T>(work: Promise<T>): Promise<() => Promise<T>> =>
  work.then(
    () => () => work,
    () => () => work,
  );
