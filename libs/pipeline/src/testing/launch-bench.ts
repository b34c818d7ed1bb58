import { sourceSettingsSchema, streamSettingsSchema } from '@twl/contracts';
import { SourceCatalog, requireValue, type ReadEvent, type ReadOptions, type Source, type SourceStream } from '@twl/ports';
import { ManualClock, memoryEngine, RecordingLog } from '@twl/ports/testing';
import { deletionStep } from '../deletions/settle-deletions';
import type { LaunchPorts } from '../launch/launcher';

/** Reads a stream; returns the event that ends the read. */
export type Read = (stream: string, options: ReadOptions) => Promise<Extract<ReadEvent, { kind: 'end' }>>;

const nothingNew: Read = async () => ({ kind: 'end', state: 'complete' });

/** One source, `shop`, whose streams bring no pages. */
export class LaunchShop extends SourceCatalog {
  settings = sourceSettingsSchema.parse({});
  problems: string[] = [];
  discovery: Source['discovery'];
  /** Number of discoveries. */
  asked = 0;

  constructor(
    public names: string[],
    private readonly readStream: Read,
  ) {
    super();
  }

  async list(): Promise<Source[]> {
    const { settings, problems, discovery } = this;
    return [{ name: 'shop', settings, streams: this.names.map((name) => this.stream(name)), problems, ...(discovery && { discovery }) }];
  }

  async get(name: string): Promise<Source | undefined> {
    return (await this.list()).find((source) => source.name === name);
  }

  override prepare(name: string): Promise<Source | undefined> {
    this.asked += 1;
    return this.get(name);
  }

  private stream(name: string): SourceStream {
    const read = this.readStream;
    return {
      ...{ source: 'shop', name, settings: streamSettingsSchema.parse({}), manifest: 'm1' },
      async *read(options: ReadOptions): AsyncGenerator<ReadEvent, void> {
        yield await read(name, options);
      },
      async *extract() {},
    };
  }
}

/** Everything that launches runs of `shop`, in memory. */
export const launchBench = (names: string[] = ['orders'], read: Read = nothingNew) => {
  const [clock, log] = [new ManualClock(), new RecordingLog()];
  const engine = memoryEngine({ clock });
  const catalog = new LaunchShop(names, read);
  const ports: LaunchPorts = { ...engine, catalog, clock, log, owner: 'worker-1', endSteps: [deletionStep] };
  const source = async (): Promise<Source> => requireValue(await catalog.get('shop'), 'source');
  return {
    ...{ clock, log, engine, catalog, ports, source },
    streams: async (): Promise<SourceStream[]> => (await source()).streams,
    /** The ids of all runs without the name of the source, oldest first. */
    async ids(): Promise<string[]> {
      const { items } = await engine.runs.list({ limit: 200 });
      return items.map(({ id }) => id.replace('shop.', '')).reverse();
    },
  };
};

/** Waits until pending work cannot continue without time passing. */
export const untilIdle = async (): Promise<void> => {
  for (let i = 0; i < 30; i++) await new Promise(setImmediate);
};
