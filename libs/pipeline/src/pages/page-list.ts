import { pageIdOf, type PageMeta } from '@twl/contracts';
import { readJson, writeJson } from '@twl/json';
import { type Clock, type Lease, type PageEntry, type Payload, type RawEntry, type RawStore, payloadOf, readPayload } from '@twl/ports';
import { rawPlace } from './raw-key';

const contentType = 'application/vnd.twl.page-list+json';

interface Content {
  v: 1;
  /** Of two lists of a run the one with the higher fence counts. */
  fence: number;
  /** Keys of the raw objects. */
  pages: string[];
}

/** Whether a raw object is a list of pages, and no page. */
export const isPageList = ({ meta }: RawEntry): boolean => meta.contentType === contentType;

/**
 * Writes down, in the raw zone, the pages of a run that another worker had to end: what its own worker, still alive, stores after that is none
 * of them, and nothing else in the raw zone says so.
 */
export const keepPageList = async (
  { raw, clock }: { raw: RawStore; clock: Clock },
  { lease, trigger, pages }: { lease: Lease; trigger: string; pages: readonly PageEntry[] },
): Promise<void> => {
  const { fence } = lease;
  const body = payloadOf(writeJson({ v: 1, fence, pages: pages.map(({ key }) => key) } satisfies Content));
  const meta: PageMeta = {
    ...{ v: 2, ...pageIdOf({ ...lease, pageIndex: pages.length }), trigger, partition: {}, interval: {} },
    ...{ fetchedAt: clock.iso(), request: { method: 'NONE', url: 'twl:page-list' }, status: 200, headers: {} },
    ...{ contentType, sha256: body.sha256, bytes: body.bytes, manifest: '' },
  };
  await raw.put(rawPlace(meta, `pages-${String(fence)}.json.gz`), meta, body);
};

/** The lists of pages met in a walk through the raw zone. */
export class PageLists {
  private readonly lists = new Map<string, { fence: number; pages: Set<string> }>();

  async add(runId: string, body: Payload): Promise<void> {
    const { fence, pages } = readJson<Content>((await readPayload(body)).toString());
    await body.dispose();
    const known = this.lists.get(runId);
    if (!known || known.fence < fence) this.lists.set(runId, { fence, pages: new Set(pages) });
  }

  /** Whether the list of a page's run, if there is one, has the page. */
  allows({ runId, key }: Pick<PageEntry, 'runId' | 'key'>): boolean {
    return this.lists.get(runId)?.pages.has(key) ?? true;
  }
}
