import { streamSettingsSchema, type Json, type JsonObject, type PageMeta, type StreamSettings } from '@twl/contracts';
import { UnreadablePageError, type Extracted, type Payload, type ReadEvent, type ReadOptions, type SourceStream } from '@twl/ports';
import { payloadOf, readPayload } from '@twl/ports/testing';
import { bodyOf, deletableShare, streamName, type Item, type Round, type StreamPlan } from './content';

/** What the outside world knows of a stream: which round it shows now. It goes on whatever becomes of who reads it. */
export interface Upstream {
  plan: StreamPlan;
  reads: number;
}

/** Which manifest is in force: `strict` refuses bad records, `lenient` takes them. */
export type Manifest = 'strict' | 'lenient';

/** Where a read that resumes goes on. */
interface Place {
  round: number;
  page: number;
}

const placeIn = (cursor: Json): Place | undefined => cursor as unknown as Place | undefined;

export const roundAt = (plan: StreamPlan, round: number): Round => plan.rounds[Math.max(0, Math.min(round, plan.rounds.length - 1))]!;

/** A stream whose source is a {@link StreamPlan}: what the connector engine is in the product. */
export class FakeStream implements SourceStream {
  readonly name = streamName;

  constructor(
    private readonly upstream: Upstream,
    private readonly now: () => string,
    readonly manifest: Manifest,
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
    for (let page = from.page; page < pages.length; page++) {
      if (page === unseen) continue;
      yield this.pageEvent(bodyOf(pages[page]!), { round: from.round, page }, options);
      if (plan.resumes) yield { kind: 'state', cursor: { round: from.round, page: page + 1 } };
    }
    yield { kind: 'end', state: 'complete', ...(unseen !== undefined && unseen < pages.length && { unseen: 1 }) };
  }

  async *extract(_meta: PageMeta, body: Payload): AsyncGenerator<Extracted[]> {
    const text = (await readPayload(body)).toString('utf8');
    if (text.startsWith('<')) throw new UnreadablePageError('UNPARSABLE', 'the page is not JSON');
    const { items } = JSON.parse(text) as { items: Item[] };
    for (const [index, item] of items.entries()) yield [this.extracted(item, index)];
  }

  private begin(cursor: Json): Place {
    const { plan } = this.upstream;
    if (!plan.resumes) return { round: this.upstream.reads++, page: 0 };
    const place = placeIn(cursor) ?? { round: 0, page: 0 };
    return place.page < roundAt(plan, place.round).pages.length ? place : { round: place.round + 1, page: 0 };
  }

  private pageEvent(text: string, { round, page }: Place, options: ReadOptions): ReadEvent {
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

  private extracted(item: Item, index: number): Extracted {
    if (item.hidden) return { kind: 'filtered', index };
    const pointer = `/items/${index}`;
    const data = { id: item.id, value: item.value, ...(item.at === undefined ? {} : { at: item.at }), noise: index };
    const isBad = item.bad === true && this.manifest === 'strict';
    if (isBad && !this.upstream.plan.isWatched)
      return { kind: 'refused', index, pointer, reason: 'CONTRACT', detail: 'the record is bad', data };
    const cursor = this.upstream.plan.hasCursor ? (item.at ?? null) : null;
    const shown = isBad ? { ...data, value: [item.value] } : data;
    return { kind: 'record', index, pointer, data: shown, key: String(item.id), cursor, occurredAt: null, title: item.value };
  }
}
