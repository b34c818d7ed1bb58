import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Entry, fromBuffer, open as openZip, type ZipFile } from 'yauzl';
import type { Json } from '@twl/contracts';
import { UnreadablePageError } from '@twl/ports';
import type { Located } from '../../roles/roles';
import type { MissingList } from '../../session/missing-list';
import { type ByteSource, limits, tooLargeError } from '../../payload/bytes';
import type { Format } from '../format/format';

/** A zip has its table at the end: it is held in memory if it is small, otherwise in a temporary file. */
const held = 16 * 1024 * 1024;

interface Spool {
  zip: ZipFile;
  remove(): Promise<void>;
}

const invalid = (error: unknown): UnreadablePageError => new UnreadablePageError('ENCODING', 'the body is not a valid zip file', error);

const options = { lazyEntries: true, autoClose: false } as const;

const opened = (start: (done: (error: Error | null, zip?: ZipFile) => void) => void): Promise<ZipFile> =>
  new Promise((resolve, reject) => start((error, zip) => (zip ? resolve(zip) : reject(invalid(error)))));

const spoolBody = async (source: ByteSource): Promise<Spool> => {
  const chunks: Uint8Array[] = [];
  let size = 0;
  let file: { folder: string; handle: Awaited<ReturnType<typeof open>> } | undefined;
  for await (const chunk of source.open()) {
    size += chunk.length;
    if (size <= held) chunks.push(chunk);
    else {
      file ??= await openArchive(chunks);
      await file.handle.write(chunk);
    }
  }
  if (!file) return { zip: await opened((done) => fromBuffer(Buffer.concat(chunks), options, done)), remove: async () => {} };
  const { folder, handle } = file;
  await handle.close();
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    return { zip: await opened((done) => openZip(join(folder, 'body.zip'), options, done)), remove };
  } catch (error) {
    await remove();
    throw error;
  }
};

const openArchive = async (chunks: Uint8Array[]): Promise<{ folder: string; handle: Awaited<ReturnType<typeof open>> }> => {
  const folder = await mkdtemp(join(tmpdir(), 'twl-zip-'));
  const handle = await open(join(folder, 'body.zip'), 'wx', 0o600);
  for (const chunk of chunks.splice(0)) await handle.write(chunk);
  return { folder, handle };
};

async function* entriesOf(zip: ZipFile): AsyncGenerator<Entry, void> {
  for (;;) {
    const entry = await new Promise<Entry | undefined>((resolve, reject) => {
      zip.once('entry', resolve);
      zip.once('end', () => resolve(undefined));
      zip.once('error', (error: Error) => reject(invalid(error)));
      zip.readEntry();
    });
    zip.removeAllListeners();
    if (!entry) return;
    yield entry;
  }
}

const contentOf = (zip: ZipFile, entry: Entry, charset: string | undefined): ByteSource => ({
  charset,
  open: async function* () {
    if (entry.uncompressedSize > limits.document && entry.uncompressedSize > entry.compressedSize * limits.ratio) {
      throw tooLargeError(`${entry.fileName} unpacks to more than ${limits.ratio} times its size`);
    }
    const stream = await new Promise<AsyncIterable<Buffer>>((resolve, reject) =>
      zip.openReadStream(entry, (error, readable) => (readable ? resolve(readable as AsyncIterable<Buffer>) : reject(invalid(error)))),
    );
    try {
      yield* stream;
    } catch (error) {
      throw invalid(error);
    }
  },
});

/** Yields the files of a zip in order; each can be read until the next one is requested. */
async function* readContents(source: ByteSource): AsyncGenerator<ByteSource, void> {
  const { zip, remove } = await spoolBody(source);
  try {
    for await (const entry of entriesOf(zip)) if (!entry.fileName.endsWith('/')) yield contentOf(zip, entry, source.charset);
  } finally {
    zip.close();
    await remove();
  }
}

/** Every file of a zip, in its order, read in another format. */
export class ZipFormat implements Format {
  readonly streams = true;

  constructor(private readonly inner: Format) {}

  async *decode(source: ByteSource): AsyncGenerator<Located, void> {
    let file = 0;
    for await (const content of readContents(source)) {
      for await (const item of this.inner.decode(content)) yield { ...item, pointer: `/${file}${item.pointer}` };
      file++;
    }
  }

  async missing(source: ByteSource): Promise<MissingList | undefined> {
    if (!this.inner.missing) return undefined;
    for await (const content of readContents(source)) {
      const missing = await this.inner.missing(content);
      if (missing) return missing;
    }
    return undefined;
  }

  async document(): Promise<Json> {
    return {};
  }
}
