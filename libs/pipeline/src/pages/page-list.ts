import { pageIdOf, type PageMeta } from '@twl/contracts';
import { readJson, writeJson } from '@twl/json';
import { type Clock, type Lease, type PageEntry, type Payload, type RawEntry, type RawStore, payloadOf, readPayload } from '@twl/ports';
import { rawKeyNamed } from './raw-key';

const contentType = 'application/vnd.twl.page-list+json';

interface PageListContent {
  v: 1;
  /** If a run has two lists, the one with the higher fence counts. */
  fence: number;
  /** Keys of the raw objects. */
  pages: string[];
}

/** Whether a raw object is a list of pages instead of a page. */
export const isPageList = ({ meta }: RawEntry): boolean => meta.contentType === contentType;

/**
 * Stores the list of pages of a run that another worker ended. Its own worker may still be alive and store more pages; only this list shows that
 * they do not belong to the run.
 */
export const storePageList = async (
  { raw, clock }: { raw: RawStore; clock: Clock },
  { lease, trigger, pages }: { lease: Lease; trigger: string; pages: readonly PageEntry[] },
): Promise<void> => {
  const { fence } = lease;
  const body = payloadOf(writeJson({ v: 1, fence, pages: pages.map(({ key }) => key) } satisfies PageListContent));
  const meta: PageMeta = {
    ...{ v: 2, ...pageIdOf({ ...lease, pageIndex: pages.length }), trigger, partition: {}, interval: {} },
    ...{ fetchedAt: clock.iso(), request: { method: 'NONE', url: 'twl:page-list' }, status: 200, headers: {} },
    ...{ contentType, sha256: body.sha256, bytes: body.bytes, manifest: '' },
  };
  await raw.put(rawKeyNamed(meta, `pages-${String(fence)}.json.gz`), meta, body);
};

/** The page lists found while the raw objects of a stream are listed. */
export class PageLists {
  private readonly lists = new Map<string, { fence: number; pages: Set<string> }>();

  async add(runId: string, body: Payload): Promise<void> {
    const { fence, pages } = readJson<PageListContent>((await readPayload(body)).toString());
    await body.dispose();
    const known = this.lists.get(runId);
    if (!known || known.fence < fence) this.lists.set(runId, { fence, pages: new Set(pages) });
  }

  /** Whether the page is on the list of its run, or the run has no list. */
  allows({ runId, key }: Pick<PageEntry, 'runId' | 'key'>): boolean {
    return this.lists.get(runId)?.pages.has(key) ?? true;
  }
}
