import { createWriteStream, mkdirSync, writeFileSync } from 'node:fs';
import { devNull } from 'node:os';
import { once } from 'node:events';
import { createCatalog } from '@twl/connector';
import type { PageMeta } from '@twl/contracts';
import { createHttpClient } from '@twl/http-client';
import type { FetchedPage, SourceStream } from '@twl/ports';
import { ErrorsOnly, NoSecrets, SystemClock } from '../processing/workspace';

/** Reads all records of a manifest and writes them as lines of JSON into nothing, as the Python command does; gives their number. */
export const readOurs = async (folder: string, base: string, manifest: string): Promise<number> => {
  const source = `${folder}/sources/bench`;
  mkdirSync(source, { recursive: true });
  writeFileSync(`${source}/manifest.yaml`, manifest);
  const settings = { config: { base }, allowedHosts: [new URL(base).host], allowHttp: true, allowPrivateAddresses: true };
  writeFileSync(`${source}/source.yaml`, JSON.stringify(settings));
  const http = createHttpClient({ spoolDir: `${folder}/spool` });
  const [clock, log, secrets] = [new SystemClock(), new ErrorsOnly(), new NoSecrets()];
  const loaded = await createCatalog({ sourcesDir: `${folder}/sources`, http, secrets, clock, log }).get('bench');
  const stream = loaded?.streams[0];
  if (!stream) throw new Error(`the source of the benchmark does not load: ${loaded?.problems.join('; ')}`);
  return await readAll(stream);
};

const readAll = async (stream: SourceStream): Promise<number> => {
  const out = createWriteStream(devNull);
  const options = { cursor: null, previous: () => undefined, signal: new AbortController().signal, budgetMs: 3_600_000 };
  let records = 0;
  for await (const event of stream.read(options)) {
    if (event.kind === 'end' && event.state !== 'complete') throw new Error(`${event.state}: ${event.reason}`);
    if (event.kind !== 'page') continue;
    for await (const items of stream.extract(metaOf(stream, event.page), event.page.body)) {
      const lines = items.flatMap((item) => (item.kind === 'record' ? [JSON.stringify(item.data)] : []));
      records += lines.length;
      if (!out.write(`${lines.join('\n')}\n`)) await once(out, 'drain');
    }
  }
  return records;
};

const metaOf = (stream: SourceStream, page: FetchedPage): PageMeta => {
  const { sha256, bytes } = page.body;
  const run = { id: 'r', seq: 1, trigger: 'manual' };
  return { v: 1, source: stream.source, stream: stream.name, run, index: 0, manifest: stream.manifest, sha256, bytes, ...page } as PageMeta;
};
