import type { Json, JsonObject } from '@twl/contracts';
import type { BuildContext } from '../build/build-context';
import { ReadFailedError } from '../errors/connector-errors';
import { PageFetcher } from '../fetch/page-fetcher';
import type { PageSources } from '../page-loop/page-loop';
import type { PageSource, PagingFeature } from '../page-loop/paging-part';
import type { Paginator } from '../roles/paging';
import type { Requester } from '../roles/requester';
import type { ReadPage, SliceConsumer, SliceTask } from '../roles/retriever';

interface DownloadParts {
  download: Requester;
  paginator: Paginator;
}

/** Asks for the pages of one result of a job. */
export class DownloadPages implements PageSources {
  constructor(
    private readonly context: BuildContext,
    private readonly parts: DownloadParts,
    /** The job and the result, as templates see them. */
    private readonly values: JsonObject,
  ) {}

  open({ session }: SliceTask): PageSource {
    const { context, values } = this;
    const { download, paginator } = this.parts;
    const fetcher = new PageFetcher(context, session, context.redaction);
    return {
      async fetch({ slice, token }) {
        const draft = download.draft({
          slice: { ...slice, extra: { ...slice.extra, ...values } },
          token,
          path: paginator.path(token),
          options: paginator.options(token, context.scope()),
          values,
        });
        return fetcher.fetch({ requester: download, draft, slice, token, values, conditional: false });
      },
    };
  }
}

/** A download has no alternative request; if it should restart, it ends. */
export const wholeDownloads: PagingFeature = {
  begin: () => ({
    recover(setback) {
      if (setback.kind === 'reset') return undefined;
      throw new ReadFailedError(`${setback.message} (a download can be asked for neither in smaller pages nor in shorter stretches)`);
    },
  }),
};

/** Passes on the contents of a download's pages. They are no resume point: a later read starts a new job. */
export class DownloadConsumer implements SliceConsumer {
  constructor(private readonly consumer: SliceConsumer) {}

  beginPage(_token: Json): void {}

  observe(record: JsonObject): void {
    this.consumer.observe(record);
  }

  countRefused(): void {
    this.consumer.countRefused();
  }

  endPage(page: ReadPage): Promise<void> {
    return this.consumer.endPage(page);
  }
}
