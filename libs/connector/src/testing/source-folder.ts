import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Json } from '@twl/contracts';
import {
  firstPageMeta,
  Clock,
  Log,
  SecretMissingError,
  SecretStore,
  type Extracted,
  type FetchedPage,
  type HttpClient,
  type ReadEvent,
  type Source,
  type SourceStream,
} from '@twl/ports';
import { stringify } from 'yaml';
import { loadSource } from '../source/load-source';

/** A clock that waits no time but counts it. */
export class QuickClock extends Clock {
  time = Date.parse('2026-01-31T12:00:00.000Z');
  readonly sleeps: number[] = [];

  now(): number {
    return this.time;
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    this.sleeps.push(ms);
    this.time += ms;
  }

  random(): number {
    return 0.5;
  }
}

/** A log that drops its entries. */
export class SilentLog extends Log {
  info(): void {}
  warn(): void {}
  error(): void {}
}

/** Secrets as a test names them. */
export class MapSecrets extends SecretStore {
  constructor(private readonly values: Record<string, string>) {
    super();
  }

  async get(name: string): Promise<string> {
    const value = this.values[name];
    if (value === undefined) throw new SecretMissingError(name);
    return value;
  }
}

/** The source of a test. Texts are files; objects are written as YAML. */
export interface FolderContent {
  manifest: unknown;
  settings?: unknown;
  http: HttpClient;
  secrets?: Record<string, string> | SecretStore;
  clock?: Clock;
  simulatorUrl?: string;
}

/** Writes a source folder `demo`, loads it, and removes it. */
export const loadFolder = async ({
  manifest,
  settings,
  http,
  secrets = {},
  clock = new QuickClock(),
  simulatorUrl,
}: FolderContent): Promise<Source> => {
  const root = await mkdtemp(join(tmpdir(), 'twl-source-'));
  const folder = join(root, 'sources', 'demo');
  const readBodyText = (value: unknown) => (typeof value === 'string' ? value : stringify(value));
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'manifest.yaml'), readBodyText(manifest));
    await writeFile(join(folder, 'source.yaml'), readBodyText(settings ?? {}));
    return await loadSource(folder, {
      http,
      clock,
      log: new SilentLog(),
      secrets: secrets instanceof SecretStore ? secrets : new MapSecrets(secrets),
      simulatorUrl,
      discover: true,
    });
  } finally {
    await rm(root, { recursive: true, force: true });
  }
};

/** The result of a complete read of a stream. */
export interface ReadResult {
  events: ReadEvent[];
  pages: FetchedPage[];
  items: Extracted[];
  /** The last emitted state; null if there is none. */
  cursor: Json;
  end: Extract<ReadEvent, { kind: 'end' }>;
}

/** Options of a read, all of them with a default. */
export type ReadChoices = Partial<Parameters<SourceStream['read']>[0]>;

/** Reads a stream to its end, and extracts its pages the way processing does. */
export const readStream = async (stream: SourceStream, choices: ReadChoices = {}): Promise<ReadResult> => {
  const result: ReadResult = {
    events: [],
    pages: [],
    items: [],
    cursor: choices.cursor ?? null,
    end: { kind: 'end', state: 'failed', reason: 'no end was told' },
  };
  const options = { cursor: null, previous: () => undefined, signal: new AbortController().signal, budgetMs: 3_600_000, ...choices };
  for await (const event of stream.read(options)) {
    result.events.push(event);
    if (event.kind === 'state') result.cursor = event.cursor;
    if (event.kind === 'end') result.end = event;
    if (event.kind !== 'page') continue;
    result.pages.push(event.page);
    try {
      for await (const items of stream.extract(firstPageMeta(stream, event.page), event.page.body)) result.items.push(...items);
    } catch {
      continue;
    }
  }
  return result;
};

/** The records among extracted items, by a field. */
export const fieldsOf = (items: Extracted[], field: string): unknown[] =>
  items.flatMap((item) => (item.kind === 'record' ? [item.data[field]] : []));
