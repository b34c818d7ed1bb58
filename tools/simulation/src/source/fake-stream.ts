import { streamSettingsSchema, type Json, type JsonObject, type PageMeta, type StreamSettings } from '@twl/contracts';
import {
  UnreadablePageError,
  type Extracted,
  type Payload,
  type ReadEvent,
  type ReadOptions,
  type SourceStream,
  payloadOf,
  readPayload,
} from '@twl/ports';
import { bodyOf, deletableShare, streamName, type SourceItem, type Round, type SourcePage, type StreamPlan } from './content';

/** What the outside world knows of a stream: which round it shows now. It goes on whatever becomes of who reads it. */
export interface Upstream {
  plan: StreamPlan;
  reads: number;
  /** Nothing goes wrong any more: no read is deferred. */
  isQuiet?: boolean;
}

/** Which manifest is in force: `strict` refuses bad records, `lenient` takes them. */
export type FakeManifest = 'strict' | 'lenient';

/** Where a read that resumes goes on. */
interface ReadPosition {
  round: number;
  page: number;
  /** It went on where an earlier read stood. */
  continued?: true;
}

/** The last page that was handed over, of a stream without a cursor. */
export interface SavedPosition {
  position: {
    page: number;
    /** What the page showed: the place holds while it still does. */
    check: string;
  };
}

const positionIn = (cursor: Json): ReadPosition | undefined => cursor as unknown as ReadPosition | undefined;

export const roundAt = (plan: StreamPlan, round: number): Round => plan.rounds[Math.max(0, Math.min(round, plan.rounds.length - 1))]!;

const checkOf = (page: SourcePage | undefined): string => (Array.isArray(page) ? page.map(({ id }) => id).join() : String(page));

const savedPosition = (pages: readonly SourcePage[], page: number): Json => ({ position: { page, check: checkOf(pages[page]) } });

/** A stream whose source is a {@link StreamPlan}: what the connector engine is in the product. */
export class FakeStream implements SourceStream {
  readonly name = streamName;

  constructor(
    private readonly upstream: Upstream,
    private readonly now: () => string,
    readonly manifest: FakeManifest,
  ) {}

  get settings(): StreamSettings {
    const { isWatched, deletes } = this.upstream.plan;
    const contract = isWatched ? { typeChange: 'quarantine' } : undefined;
    const deletions = deletes ? { mode: 'snapshot', maxShare: deletableShare } : 'none';
    return streamSettingsSchema.parse({ volatileFields: ['noise'], contract, deletions });
  }

  async declared(): Promise<JsonObject> {
    return { properties: { value: { type: 'string' } } };
  }

  get source(): string {
    return this.upstream.plan.source;
  }

  async *read(options: ReadOptions): AsyncGenerator<ReadEvent, void> {
    const { plan } = this.upstream;
    const from = this.begin(options.cursor);
    const { pages, unseen } = roundAt(plan, from.round);
    const pause = this.upstream.isQuiet ? null : plan.pauses?.[from.round];
    for (let page = from.page; page < pages.length; page++) {
      if (plan.pauses && page > 1) yield { kind: 'state', cursor: savedPosition(pages, page - 1) };
      if (page > 0 && page === pause) return yield { kind: 'end', state: 'deferred', resumeAt: this.now() };
      if (page === unseen) continue;
      yield this.pageEvent(bodyOf(pages[page]!), { round: from.round, page }, options);
      if (plan.resumes) yield { kind: 'state', cursor: { round: from.round, page: page + 1 } };
    }
    if (plan.pauses) yield { kind: 'state', cursor: null };
    const isUnseen = unseen !== undefined && unseen < pages.length;
    yield { kind: 'end', state: 'complete', ...(isUnseen && { unseen: 1 }), ...(from.continued && { continued: true }) };
  }

  async *extract(_meta: PageMeta, body: Payload): AsyncGenerator<Extracted[]> {
    const text = (await readPayload(body)).toString('utf8');
    if (text.startsWith('<')) throw new UnreadablePageError('UNPARSABLE', 'the page is not JSON');
    const { items } = JSON.parse(text) as { items: SourceItem[] };
    for (const [index, item] of items.entries()) yield [this.extracted(item, index)];
  }

  private begin(cursor: Json): ReadPosition {
    const { plan } = this.upstream;
    if (!plan.resumes) return this.beginAgain(cursor);
    const position = positionIn(cursor) ?? { round: 0, page: 0 };
    return position.page < roundAt(plan, position.round).pages.length ? position : { round: position.round + 1, page: 0 };
  }

  private beginAgain(cursor: Json): ReadPosition {
    const round = this.upstream.reads++;
    const saved = (cursor as unknown as SavedPosition | null)?.position;
    if (!saved) return { round, page: 0 };
    const { pages } = roundAt(this.upstream.plan, round);
    return { round, page: checkOf(pages[saved.page]) === saved.check ? saved.page : 0, continued: true };
  }

  private pageEvent(text: string, { round, page }: ReadPosition, options: ReadOptions): ReadEvent {
    const body = payloadOf(text);
    const requestLine = `GET /${this.source}?page=${page}`;
    return {
      kind: 'page',
      page: {
        partition: {},
        interval: {},
        fetchedAt: this.now(),
        request: { method: 'GET', url: `https://${this.source}.example/items?round=${round}&page=${page}` },
        status: 200,
        headers: {},
        contentType: 'application/json',
        body,
        requestLine,
        same: !this.upstream.plan.resumes && options.previous(requestLine)?.sha256 === body.sha256,
      },
    };
  }

  private extracted(item: SourceItem, itemIndex: number): Extracted {
    if (item.hidden) return { kind: 'filtered', itemIndex };
    const pointer = `/items/${itemIndex}`;
    const data = { id: item.id, value: item.value, ...(item.at === undefined ? {} : { at: item.at }), noise: itemIndex };
    const isBad = item.bad === true && this.manifest === 'strict';
    if (isBad && !this.upstream.plan.isWatched)
      return { kind: 'refused', itemIndex, pointer, reason: 'CONTRACT', detail: 'the record is bad', data };
    const cursor = this.upstream.plan.hasCursor ? (item.at ?? null) : null;
    const shown = isBad ? { ...data, value: [item.value] } : data;
    return { kind: 'record', itemIndex, pointer, data: shown, key: String(item.id), cursor, occurredAt: null, title: item.value };
  }
}
