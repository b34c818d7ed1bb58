import { nameSchema, type List, type SourceStatus } from '@twl/contracts';
import {
  NotFoundError,
  type Clock,
  type ManifestText,
  type RecordReader,
  type RunStore,
  type Source,
  type SourceCatalog,
  type StreamTally,
} from '@twl/ports';
import type { Cursors } from '../paging/cursors';
import { walk, type ListQuery } from '../paging/walk';
import { sourceStatus, type StreamFacts } from './source-status';

/** What the sources are read from. */
export interface SourcePorts {
  catalog: SourceCatalog;
  runs: RunStore;
  reader: RecordReader;
  clock: Clock;
  cursors: Cursors;
}

/** Reads the declared sources and how they do. */
export class Sources {
  constructor(private readonly ports: SourcePorts) {}

  /** By name. A position is the name of the last source shown. */
  async list(query: ListQuery): Promise<List<SourceStatus>> {
    const declared = await this.ports.catalog.list();
    const sorted = declared.toSorted((a, b) => (a.name < b.name ? -1 : 1));
    const tallies = await this.ports.reader.tally();
    return walk({ cursors: this.ports.cursors, list: 'sources', query }, async ({ limit, after }) => {
      const rest = after === undefined ? sorted : sorted.filter(({ name }) => name > after);
      const items = await Promise.all(rest.slice(0, limit).map((source) => this.status(source, tallies)));
      return { items, next: rest.length > limit ? items.at(-1)!.name : null };
    });
  }

  async get(name: string): Promise<SourceStatus> {
    return this.status(await this.find(name), await this.ports.reader.tally());
  }

  /** @throws NotFoundError */
  async find(name: string, manifest?: ManifestText): Promise<Source> {
    // What is no name is not looked up: it would be a path.
    const source = nameSchema.safeParse(name).success ? await this.ports.catalog.get(name, manifest) : undefined;
    if (!source) throw new NotFoundError('source', name);
    return source;
  }

  private async status(source: Source, tallies: StreamTally[]): Promise<SourceStatus> {
    const facts = await Promise.all(source.streams.map(({ name }) => this.facts(source.name, name, tallies)));
    return sourceStatus(source, facts, this.ports.clock.now());
  }

  private async facts(source: string, stream: string, tallies: StreamTally[]): Promise<StreamFacts> {
    const tally = tallies.find((one) => one.source === source && one.stream === stream);
    return { name: stream, records: tally?.records ?? 0, ...(await this.ports.runs.latest(source, stream)) };
  }
}
