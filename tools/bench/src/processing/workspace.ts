import { mkdirSync, writeFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { createCatalog } from '@twl/connector';
import { Clock, HttpClient, Log, SecretStore, type Engine, type HttpResponse, type SourceCatalog, type SourceStream } from '@twl/ports';
import { openLocalEngine } from '@twl/storage-local';

/** What the product is put together from, without a network. */
export interface Workspace {
  engine: Engine;
  catalog: SourceCatalog;
  stream: SourceStream;
  /** All streams of the source. */
  streams: SourceStream[];
  clock: Clock;
  log: Log;
}

class SystemClock extends Clock {
  override now(): number {
    return Date.now();
  }

  override async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    await setTimeout(ms, undefined, signal ? { signal } : {});
  }

  override random(): number {
    return Math.random();
  }
}

class NoNetwork extends HttpClient {
  override send(): Promise<HttpResponse> {
    return Promise.reject(new Error('a benchmark of processing needs no network'));
  }
}

class NoSecrets extends SecretStore {
  override get(): Promise<string> {
    return Promise.reject(new Error('a benchmark has no secrets'));
  }
}

/** Says what goes wrong, and nothing else. */
class ErrorsOnly extends Log {
  override info(): void {}
  override warn(): void {}
  override error(event: string, error: unknown): void {
    process.stderr.write(`${event} ${String(error)}\n`);
  }
}

const streamOf = (name: string): object => ({
  type: 'DeclarativeStream',
  name,
  primary_key: 'id',
  retriever: {
    type: 'SimpleRetriever',
    requester: { type: 'HttpRequester', url_base: 'https://shop.example', path: name, http_method: 'GET' },
    record_selector: { type: 'RecordSelector', extractor: { type: 'DpathExtractor', field_path: ['items'] } },
  },
  schema_loader: { type: 'InlineSchemaLoader', schema: { type: 'object', properties: {} } },
});

/** The text of a manifest with these streams. */
export const manifestOf = (streams: readonly string[]): string =>
  JSON.stringify({
    version: '6.0.0',
    type: 'DeclarativeSource',
    check: { type: 'CheckStream', stream_names: streams.slice(0, 1) },
    streams: streams.map(streamOf),
    spec: { type: 'Spec', connection_specification: { type: 'object', properties: {} } },
  });

/** Opens an engine, the embedded one when none is given, and one declared source in a folder; `stream` is the first of its streams. */
export const openWorkspace = async (
  folder: string,
  open?: (clock: Clock) => Promise<Engine>,
  streams: readonly string[] = ['orders'],
): Promise<Workspace> => {
  const sourcesDir = `${folder}/sources`;
  mkdirSync(`${sourcesDir}/shop`, { recursive: true });
  writeFileSync(`${sourcesDir}/shop/manifest.yaml`, manifestOf(streams));
  writeFileSync(`${sourcesDir}/shop/source.yaml`, 'name: shop\n');
  const [clock, log] = [new SystemClock(), new ErrorsOnly()];
  const catalog = createCatalog({ sourcesDir, http: new NoNetwork(), secrets: new NoSecrets(), clock, log });
  const source = await catalog.get('shop');
  const stream = source?.streams[0];
  if (!stream) throw new Error(`the source of the benchmark does not load: ${source?.problems.join('; ')}`);
  const engine = open ? await open(clock) : await openLocalEngine({ dataDir: `${folder}/data`, clock });
  return { engine, catalog, stream, streams: source.streams, clock, log };
};
