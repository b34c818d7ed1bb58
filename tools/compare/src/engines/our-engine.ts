import { join } from 'node:path';
import type { Json } from '@twl/contracts';
import { loadSource } from '@twl/connector';
import { createHttpClient } from '@twl/http-client';
import {
  Clock,
  firstPageMeta,
  Log,
  SecretMissingError,
  SecretStore,
  type Extracted,
  type FetchedPage,
  type Source,
  type SourceStream,
} from '@twl/ports';
import { setTimeout as sleep } from 'node:timers/promises';
import { errorText } from '@twl/json';
import { inFolder, writeFiles, type Given } from './source-folder';

/** What a run of our engine gave for one stream. */
export interface OurRun {
  records: unknown[];
  state: unknown;
  errors: string[];
}

class RealClock extends Clock {
  now = (): number => Date.now();
  random = (): number => Math.random();

  constructor(private readonly longestWait = Infinity) {
    super();
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    await sleep(Math.min(ms, this.longestWait * 1000), undefined, { signal });
  }
}

class QuietLog extends Log {
  info(): void {}
  warn(): void {}
  error(): void {}
}

class GivenSecrets extends SecretStore {
  constructor(private readonly values: ReadonlyMap<string, string>) {
    super();
  }

  async get(name: string): Promise<string> {
    const value = this.values.get(name);
    if (value === undefined) throw new SecretMissingError(name);
    return value;
  }
}

/** Loads the manifest with our engine and uses it, in a source folder of its own. */
export const withOurs = <T>(given: Given, use: (source: Source) => Promise<T>): Promise<T> =>
  inFolder(async (root) => {
    const folder = join(root, 'sources', 'compared');
    const config = structuredClone(given.config);
    const secrets = hideSecrets(config, given.secrets);
    const settings = { config, allowedHosts: [new URL(given.base).host], allowPrivateAddresses: true, allowHttp: true };
    await writeFiles(folder, { 'manifest.yaml': given.manifest, 'source.yaml': settings });
    const http = createHttpClient({ spoolDir: join(root, 'spool') });
    return await use(
      await loadSource(folder, {
        http,
        clock: new RealClock(given.longestWait),
        log: new QuietLog(),
        secrets: new GivenSecrets(secrets),
        discover: true,
      }),
    );
  });

/** Replaces the values at the marked places by names of secrets. */
const hideSecrets = (config: Record<string, unknown>, paths: readonly string[][]): Map<string, string> => {
  const secrets = new Map<string, string>();
  for (const path of paths) {
    const parent = path.slice(0, -1).reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], config);
    const [holder, key] = [parent as Record<string, unknown> | undefined, path.at(-1)!];
    if (typeof holder !== 'object' || typeof holder[key] !== 'string') continue;
    const name = `SECRET_${secrets.size}`;
    secrets.set(name, holder[key]);
    holder[key] = { secret: name };
  }
  return secrets;
};

/** Reads one stream to its end, the way ingestion and processing do. */
export const readOurs = async (stream: SourceStream, state: unknown, minutes = 1): Promise<OurRun> => {
  const found: OurRun = { records: [], state, errors: [] };
  const cursor = (state ?? null) as Json;
  const options = { cursor, previous: () => undefined, signal: AbortSignal.timeout(minutes * 60_000), budgetMs: 3_600_000 };
  for await (const event of stream.read(options)) {
    if (event.kind === 'state') found.state = event.cursor;
    // The Python engine has no word for a read that went well and is odd.
    if (event.kind === 'end' && event.state !== 'complete' && event.state !== 'suspect')
      found.errors.push(`${event.state}: ${event.reason}`);
    if (event.kind !== 'page') continue;
    await extract(stream, event.page, found);
  }
  return found;
};

/** A record whose key is refused is still a record: the Python engine knows no keys. */
const take = (item: Extracted, found: OurRun): void => {
  if (item.kind === 'record' || (item.kind === 'refused' && item.reason.startsWith('KEY'))) found.records.push(item.data);
  else if (item.kind === 'refused') found.errors.push(`refused: ${item.detail}`);
};

const extract = async (stream: SourceStream, page: FetchedPage, found: OurRun) => {
  try {
    for await (const items of stream.extract(firstPageMeta(stream, page), page.body)) for (const item of items) take(item, found);
  } catch (error) {
    found.errors.push(`unreadable: ${errorText(error)}`);
  }
};
