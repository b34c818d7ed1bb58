import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { CuratedRecord } from '@twl/contracts';
import { readJson, writeJson } from '@twl/json';
import type { RepeatableRecords } from './encode-export';
import { joinTexts } from './join-texts';

/**
 * Reads records once into a temporary file, and lends them to be read as often as needed: the store is asked only once, so that every
 * reading gets the same records. The file is removed at the end. `folder` is where it is made; default that of the system.
 */
export async function* withSpool<T>(
  records: AsyncIterable<CuratedRecord>,
  use: (repeatable: RepeatableRecords) => AsyncIterable<T>,
  folder = tmpdir(),
): AsyncGenerator<T, void> {
  const own = await mkdtemp(join(folder, 'twl-export-'));
  const path = join(own, 'records');
  try {
    await pipeline(Readable.from(joinTexts(linesOf(records))), createWriteStream(path, { mode: 0o600 }));
    yield* use(() => readLines(path));
  } finally {
    await rm(own, { recursive: true, force: true });
  }
}

async function* linesOf(records: AsyncIterable<CuratedRecord>): AsyncGenerator<string, void> {
  for await (const record of records) yield `${writeJson(record)}\n`;
}

async function* readLines(path: string): AsyncGenerator<CuratedRecord, void> {
  const input = createReadStream(path, { highWaterMark: 256 * 1024 });
  try {
    for await (const line of createInterface({ input, crlfDelay: Infinity })) yield readJson<CuratedRecord>(line);
  } finally {
    input.destroy();
  }
}
