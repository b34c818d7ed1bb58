import type { CuratedRecord, Json, PageMeta } from '@twl/contracts';
import { parseExactJson, atPointer } from '@twl/json';
import { isExpired, retentionCutoffs, derivedKindOf, RawMissingError, readRaw } from '@twl/pipeline';
import { NotFoundError, TwlError, type Clock, type Extracted, type Payload, type RawStore, type SourceCatalog } from '@twl/ports';
import { RawExpiredError } from './deleted-errors';
import type { RawView } from './raw-view';

/** Maximum size of a page to return, and of a page to search for the original item. */
const shownBytes = 256 * 1024;
const readBytes = 16 * 1024 * 1024;

/** Reads the raw pages of records. */
export class RawViews {
  constructor(
    private readonly raw: RawStore,
    readonly catalog: SourceCatalog,
    readonly clock: Clock,
  ) {}

  /** @throws NotFoundError if the page is missing, RawExpiredError if it has expired, RawCorruptError if it is damaged */
  async of(record: CuratedRecord): Promise<RawView> {
    const { key } = record.rawRef;
    const { raw: since } = await retentionCutoffs(this, record.source);
    const page = await readRaw(this.raw, { key }).catch((error: unknown) => {
      if (error instanceof RawMissingError) return undefined;
      throw error;
    });
    if (since !== undefined && isExpired(page?.meta.fetchedAt ?? record.updatedAt, since)) {
      await page?.body.dispose();
      throw new RawExpiredError(key, since);
    }
    if (!page) throw new NotFoundError('raw page', key);
    const { meta, body } = page;
    try {
      const text = body.bytes <= readBytes ? await readText(body) : undefined;
      const found = await this.extractItem(record, meta, body);
      const shown = text !== undefined && body.bytes < shownBytes;
      return { meta, pointer: pointerOf(found), item: itemOf(found, text), ...(shown && { body: text }) };
    } finally {
      await body.dispose();
    }
  }

  /** Extracts the item with the current manifest; undefined if the source or its manifest has changed too much. */
  private async extractItem(record: CuratedRecord, meta: PageMeta, body: Payload): Promise<Extracted | undefined> {
    const { itemIndex } = record.rawRef;
    if (derivedKindOf(meta)) return derivedItem(itemIndex);
    const source = await this.catalog.get(record.source);
    const stream = source?.streams.find(({ name }) => name === record.stream);
    if (!stream) return undefined;
    try {
      for await (const items of stream.extract(meta, body)) {
        const found = items.find((item) => item.itemIndex === itemIndex);
        if (found) return found;
      }
    } catch (error) {
      if (!(error instanceof TwlError)) throw error;
    }
    return undefined;
  }
}

/** Item of a derived page, which the pipeline writes for a deleted or restored record. */
function derivedItem(itemIndex: number): Extracted {
  const nothing = { data: {}, key: '', cursor: null, occurredAt: null, title: '' };
  return { kind: 'record', itemIndex, pointer: `/records/${itemIndex}`, ...nothing };
}

function pointerOf(found: Extracted | undefined): string | null {
  return found && found.kind !== 'filtered' ? found.pointer : null;
}

/** Returns the item before any transformation if the page is JSON, else the extracted data. */
function itemOf(found: Extracted | undefined, text: string | undefined): Json {
  if (!found || found.kind === 'filtered') return null;
  if (found.pointer === '' || text === undefined) return found.data;
  try {
    return atPointer(parseExactJson(text), found.pointer) ?? found.data;
  } catch {
    return found.data;
  }
}

/** Returns the page as text; undefined if it is not UTF-8. */
async function readText(body: Payload): Promise<string | undefined> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let text = '';
  try {
    for await (const chunk of body.open()) text += decoder.decode(chunk, { stream: true });
    return text + decoder.decode();
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}
