import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { type Payload, payloadOf, readPayload } from '@twl/ports';
import { makePageMeta, makeRawKey } from '@twl/ports/testing';
import { testFolder } from '../testing/test-folder';
import { RawFiles } from './raw-files';

describe('the raw zone on disk', () => {
  let folder: Awaited<ReturnType<typeof testFolder>>;
  let raw: RawFiles;

  beforeEach(async () => {
    folder = await testFolder();
    raw = new RawFiles(join(folder.path, 'data'));
    await raw.open();
  });
  afterEach(() => folder.remove());

  const put = (key: string, body: Payload) => raw.put(key, makePageMeta({ sha256: body.sha256, bytes: body.bytes }), body);
  const pathOf = (key: string) => join(folder.path, 'data', key);
  const files = async () =>
    (await readdir(folder.path, { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name).slice(folder.path.length + 1))
      .sort();

  it('is a packed body and a metadata file next to it, under the key', async () => {
    const key = makeRawKey();
    await put(key, payloadOf('[1]'));
    expect(await files()).toEqual([`data/${key}`, `data/${key}.meta.json`]);
    expect(String(gunzipSync(await readFile(pathOf(key))))).toBe('[1]');
    expect(JSON.parse(await readFile(`${pathOf(key)}.meta.json`, 'utf8'))).toMatchObject({ source: 'shop', bytes: 3 });
  });

  it.each(['../../x', 'raw/../../x', 'raw//x', '/x', 'raw/a\\..\\..\\x', 'raw/\u0000', 'raw/x.meta.json', 'raw/~new/x', '~', '', 'raw'])(
    'has nothing outside it, and replaces nothing else, for the key %j',
    async (key) => {
      await put('raw/x', payloadOf('x'));
      await put(key, payloadOf(key));
      expect(String(await readPayload((await raw.get(key))!.body))).toBe(key);
      expect(String(await readPayload((await raw.get('raw/x'))!.body))).toBe('x');
      expect((await files()).filter((file) => !file.startsWith('data/raw/'))).toEqual([]);
    },
  );

  it('refuses a key that is longer than a file name may be', async () => {
    await expect(put(`raw/${'x'.repeat(5000)}`, payloadOf('x'))).rejects.toMatchObject({ code: 'STORAGE_KEY', retryable: false });
  });

  it('keeps nothing of a put that fails half way', async () => {
    const body: Payload = {
      ...payloadOf('x'.repeat(100_000)),
      async *open() {
        yield Buffer.alloc(50_000);
        throw new Error('the source went away');
      },
    };
    await expect(put(makeRawKey(), body)).rejects.toThrow('the source went away');
    expect(await files()).toEqual([]);
    expect(await raw.get(makeRawKey())).toBeUndefined();
    expect(await put(makeRawKey(), payloadOf('whole'))).toBe('stored');
  });

  describe('after a crash', () => {
    const key = makeRawKey();

    it('does not show a body without its metadata, and takes the key again', async () => {
      await mkdir(join(pathOf(key), '..'), { recursive: true });
      await writeFile(pathOf(key), gzipSync('torn').subarray(0, 10));
      expect(await raw.get(key)).toBeUndefined();
      expect(await put(key, payloadOf('whole'))).toBe('stored');
      expect(String(await readPayload((await raw.get(key))!.body))).toBe('whole');
    });

    it('does not show metadata without a body, and takes the same content again', async () => {
      await put(key, payloadOf('whole'));
      await rm(pathOf(key));
      expect(await raw.get(key)).toBeUndefined();
      for await (const entry of raw.list({ source: 'shop' })) expect(entry).toBeUndefined();
      expect(await put(key, payloadOf('whole'))).toBe('stored');
    });

    it('removes files of a killed writer, and none of a live one', async () => {
      const left = join(folder.path, 'data', 'raw', '~new', `${hostname()}~999999999~start~left`);
      const living = join(folder.path, 'data', 'raw', '~new', `${hostname()}~1~start~x`.replace(hostname(), 'elsewhere'));
      for (const path of [left, living]) await writeFile(path, 'half');
      await utimes(left, 0, 0);
      await raw.open();
      expect(await files()).toEqual([living.slice(folder.path.length + 1)]);
    });
  });

  it('fails to read an object to its end when the disk changed it', async () => {
    const key = makeRawKey();
    await put(key, payloadOf(randomBytes(100_000)));
    const packed = await readFile(pathOf(key));
    for (const damaged of [
      packed.subarray(0, 50_000),
      Buffer.concat([packed.subarray(0, 50_000), randomBytes(50_000)]),
      Buffer.from('x'),
    ]) {
      await writeFile(pathOf(key), damaged);
      await expect(readPayload((await raw.get(key))!.body)).rejects.toThrow();
    }
  });

  it('reports damaged metadata', async () => {
    await put(makeRawKey(), payloadOf('x'));
    await writeFile(`${pathOf(makeRawKey())}.meta.json`, '{"v":1,');
    await expect(raw.get(makeRawKey())).rejects.toMatchObject({ code: 'STORAGE_CORRUPT' });
  });

  it('uses little memory for a large page, storing and reading it', async () => {
    const chunk = Buffer.alloc(1024 * 1024, 'some text ');
    const body: Payload = {
      bytes: 200 * chunk.length,
      sha256: '0'.repeat(64),
      async *open() {
        for (let i = 0; i < 200; i++) yield chunk;
      },
      dispose: async () => {},
    };
    const before = process.memoryUsage().arrayBuffers;
    let most = 0;
    const watch = setInterval(() => (most = Math.max(most, process.memoryUsage().arrayBuffers)), 5);
    await put(makeRawKey(), body);
    let bytes = 0;
    for await (const part of (await raw.get(makeRawKey()))!.body.open()) bytes += part.length;
    clearInterval(watch);
    expect(bytes).toBe(body.bytes);
    expect(most - before).toBeLessThan(body.bytes / 2);
    expect((await stat(pathOf(makeRawKey()))).size).toBeGreaterThan(1000);
  }, 60_000);
});
