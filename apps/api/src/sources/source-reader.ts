import { nameSchema, type SourceStatus } from '@twl/contracts';
import {
  NotFoundError,
  type Clock,
  type ManifestText,
  type RecordReader,
  type RunStore,
  type StreamStateStore,
  type Source,
  type SourceCatalog,
  type SourcePauses,
  type StreamTally,
} from '@twl/ports';
import { removedSource, sourceStatus } from './source-status';

/** Ports to read sources from. */
export interface SourcePorts {
  catalog: SourceCatalog;
  runs: RunStore;
  streamStates: StreamStateStore;
  reader: RecordReader;
  pauses: SourcePauses;
  clock: Clock;
}

/** Streams with stored data by source, each with its number of records. */
export type Stored = Map<string, StreamTally[]>;

/** Reads the sources and their status: declared sources, and removed sources that still have stored data. */
export class SourceReader {
  constructor(protected readonly ports: SourcePorts) {}

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

  protected async declared(name: string, manifest?: ManifestText): Promise<Source | undefined> {
    // An invalid name is not looked up: it could be a path.
    return nameSchema.safeParse(name).success ? this.ports.catalog.get(name, manifest) : undefined;
  }

  protected async status(name: string, source: Source | undefined, stored: Stored): Promise<SourceStatus> {
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
    const pause = (await this.ports.pauses.get(name)) ?? null;
    return source ? sourceStatus(source, facts, { pause, now: this.ports.clock.now() }) : removedSource(name, facts, pause);
  }

  protected async stored(): Promise<Stored> {
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

/** Names in order, each once. */
export const sorted = (names: string[]): string[] => [...new Set(names)].sort();
