import { nameSchema, type List, type SourceStatus } from '@twl/contracts';
import {
  NotFoundError,
  type Clock,
  type ManifestText,
  type RecordReader,
  type RunStore,
  type StreamStateStore,
  type Source,
  type SourceCatalog,
  type StreamTally,
} from '@twl/ports';
import type { ListQuery, Lists } from '../paging/lists';
import { removedSource, sourceStatus } from './source-status';

/** Ports to read sources from. */
export interface SourcePorts {
  catalog: SourceCatalog;
  runs: RunStore;
  streamStates: StreamStateStore;
  reader: RecordReader;
  clock: Clock;
  lists: Lists;
}

/** Streams with stored data by source, each with its number of records. */
type Stored = Map<string, StreamTally[]>;

/** Reads the sources and their status: declared sources, and removed sources that still have stored data. */
export class Sources {
  constructor(private readonly ports: SourcePorts) {}

  /** Lists sources by name. The list position is the name of the last source returned. */
  async list(query: ListQuery): Promise<List<SourceStatus>> {
    const declared = new Map((await this.ports.catalog.list()).map((source) => [source.name, source]));
    const stored = await this.stored();
    const names = sorted([...declared.keys(), ...stored.keys()]);
    return this.ports.lists.page('sources', query, async ({ limit, after }) => {
      const rest = after === undefined ? names : names.filter((name) => name > after);
      const shown = rest.slice(0, limit);
      const items = await Promise.all(shown.map((name) => this.status(name, declared.get(name), stored)));
      return { items, next: rest.length > limit ? (shown.at(-1) ?? null) : null };
    });
  }

  /** Returns the names of all listed sources, in the same order. */
  async names(): Promise<string[]> {
    const declared = await this.ports.catalog.list();
    return sorted([...declared.map(({ name }) => name), ...(await this.stored()).keys()]);
  }

  /** @throws NotFoundError */
  async get(name: string): Promise<SourceStatus> {
    const stored = await this.stored();
    return this.status(name, stored.has(name) ? await this.declared(name) : await this.find(name), stored);
  }

  /** Returns a declared source. @throws NotFoundError */
  async find(name: string, manifest?: ManifestText): Promise<Source> {
    const source = await this.declared(name, manifest);
    if (!source) throw new NotFoundError('source', name);
    return source;
  }

  private async declared(name: string, manifest?: ManifestText): Promise<Source | undefined> {
    // An invalid name is not looked up: it could be a path.
    return nameSchema.safeParse(name).success ? this.ports.catalog.get(name, manifest) : undefined;
  }

  private async status(name: string, source: Source | undefined, stored: Stored): Promise<SourceStatus> {
    const tallies = stored.get(name) ?? [];
    const declared = source?.streams.map((stream) => stream.name) ?? [];
    const isWhole = source !== undefined && source.problems.length === 0;
    // A valid source omits removed streams without records.
    const others = tallies.filter(({ stream, records }) => !declared.includes(stream) && (records > 0 || !isWhole));
    const streams = [...declared, ...others.map(({ stream }) => stream)];
    const facts = await Promise.all(
      streams.map(async (stream) => ({
        name: stream,
        records: tallies.find((one) => one.stream === stream)?.records ?? 0,
        isDeclared: declared.includes(stream),
        ...(await this.ports.runs.latest(name, stream)),
      })),
    );
    return source ? sourceStatus(source, facts, this.ports.clock.now()) : removedSource(name, facts);
  }

  private async stored(): Promise<Stored> {
    const [tallies, streams] = await Promise.all([this.ports.reader.tally(), this.ports.streamStates.streams()]);
    const counted = new Map(tallies.map((tally) => [JSON.stringify([tally.source, tally.stream]), tally]));
    for (const { source, stream } of streams) {
      const key = JSON.stringify([source, stream]);
      if (!counted.has(key)) counted.set(key, { source, stream, records: 0 });
    }
    const byName = [...counted.values()].toSorted((a, b) => (a.stream < b.stream ? -1 : 1));
    return Map.groupBy(byName, ({ source }) => source);
  }
}

const sorted = (names: string[]): string[] => [...new Set(names)].sort();
