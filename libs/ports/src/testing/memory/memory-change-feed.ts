import { recordId, type ChangesQuery, type CuratedRecord } from '@twl/contracts';
import { readFeed, type FeedSource, type FeedStream } from '../../feed/read-feed';
import { ChangeFeed, type FeedPage } from '../../storage/change-feed';
import { namedStreams } from '../../text/search-text';
import type { MemoryGeneration, MemoryState } from './memory-state';

/** A stream with the generation that is shown. */
type MemoryFeedStream = FeedStream & { shown: MemoryGeneration };

/** The change feed of records in memory. */
export class MemoryChangeFeed extends ChangeFeed {
  constructor(private readonly memory: MemoryState) {
    super();
  }

  changes(query: ChangesQuery): Promise<FeedPage> {
    return readFeed(this.#source, query, this.memory.now());
  }

  async newest(): Promise<string> {
    return String(this.memory.revision);
  }

  readonly #source: FeedSource = {
    streams: async (filter) =>
      namedStreams(this.memory.active, filter).map((shown): MemoryFeedStream => ({
        ...{ source: shown.source, stream: shown.stream, shown, heads: [shown.log.at(-1)?.number ?? 0] },
        generation: `${shown.source}.${shown.stream}.${shown.since}`,
      })),
    log: async (stream, { after, limit }) =>
      structuredClone(
        shownIn(stream)
          .log.filter(({ number }) => number > after)
          .slice(0, limit),
      ),
    snapshot: async (stream, after = '', limit) => {
      const all = [...shownIn(stream).records.values()].map(({ record }) => record).filter(({ deletedAt }) => deletedAt === undefined);
      const left = all.filter(({ key }) => after === '' || key > after.slice(1)).sort((a, b) => (a.key < b.key ? -1 : 1));
      const records = structuredClone(left.slice(0, limit));
      return { records, next: left.length > limit ? `.${records.at(-1)?.key ?? ''}` : undefined };
    },
    records: async (stream, keys) => {
      const { records, ...name } = shownIn(stream);
      const found = keys.map((key) => [key, records.get(recordId(name, key))?.record] as const);
      return structuredClone(new Map(found.filter((one): one is readonly [string, CuratedRecord] => one[1] !== undefined)));
    },
  };
}

const shownIn = (stream: FeedStream): MemoryGeneration => (stream as MemoryFeedStream).shown;
