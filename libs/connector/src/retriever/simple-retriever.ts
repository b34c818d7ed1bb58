import type { FetchedPage } from '@twl/ports';
import type { PageLoop } from '../page-loop/page-loop';
import type { PageReader } from '../page-loop/page-reader';
import type { ReadablePage, Selected } from '../roles/roles';
import type { Retriever, SliceTask } from '../roles/retriever';
import type { MissingList } from '../session/missing-list';

/** Fetches the pages of a slice with one requester. */
export class SimpleRetriever implements Retriever {
  constructor(
    private readonly loop: PageLoop,
    private readonly reader: PageReader,
  ) {}

  read(task: SliceTask): AsyncGenerator<FetchedPage, void> {
    return this.loop.read(task);
  }

  select(page: ReadablePage): AsyncIterable<readonly Selected[]> {
    return this.reader.select(page);
  }

  missing(page: ReadablePage): Promise<MissingList | undefined> {
    return this.reader.missing(page);
  }
}
