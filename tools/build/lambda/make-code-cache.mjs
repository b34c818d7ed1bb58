// node FLAGS make-code-cache.mjs FOLDER (compile-ahead.mjs has the flags): lets the function in FOLDER/app.js answer once and the connector
// read the sources, and keeps what V8 compiled for that, as NAME.cache for each part. With these flags the same code gives the same bytes, but
// for the mark of the flags themselves, which is left empty: the entrance fills it in.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Script } from 'node:vm';

const folder = process.argv[2];
const queue = 'https://sqs.us-east-1.amazonaws.com/1/none';
const settings = { AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'none', AWS_SECRET_ACCESS_KEY: 'none', RAW_BUCKET: 'none' };
Object.assign(process.env, settings, { PAGE_QUEUE: queue, REQUEST_QUEUE: queue, CURSOR_KEY: '0'.repeat(64), LOG_LEVEL: 'silent' });
const sourcesDir = fileURLToPath(new URL('../../../sources', import.meta.url));
Object.assign(process.env, { SOURCES_DIR: sourcesDir, DATA_DIR: `${tmpdir()}/twl-code-cache` });

const request = { version: '2.0', rawPath: '/api/health/live', rawQueryString: '', headers: {}, isBase64Encoded: false };
const event = { ...request, requestContext: { http: { method: 'GET', sourceIp: '127.0.0.1' } }, Records: [] };

const loaded = new Map();

const load = (name) => {
  const known = loaded.get(name);
  if (known) return known.part.exports;
  const file = `${folder}/${name}.js`;
  // Where Lambda has it: what is compiled must not differ by the folder that it was compiled in.
  const filename = `/var/task/${name}.js`;
  const script = new Script(Module.wrap(readFileSync(file, 'utf8')), { filename });
  const part = { exports: {} };
  loaded.set(name, { script, part });
  const require = createRequire(file);
  const ask = Object.assign((id) => (id.startsWith('./') ? load(id.slice(2, -'.js'.length)) : require(id)), require);
  script.runInThisContext()(part.exports, ask, part, filename, '/var/task');
  return part.exports;
};

/** A page with one record, as it is stored. */
const body = Buffer.from('[{"id":1}]');
const payload = {
  bytes: body.length,
  sha256: '',
  open: async function* () {
    yield body;
  },
  dispose: async () => undefined,
};
const asked = {
  run: { id: 'none', seq: 1, trigger: 'manual' },
  index: 0,
  partition: {},
  interval: {},
  request: { method: 'GET', url: 'https://none/' },
};
const answered = { status: 200, headers: {}, contentType: 'application/json', fetchedAt: '2026-01-01T00:00:00.000Z' };

/**
 * Loads the sources and reads a page of each stream: what processing the first page asks of the connector. One after the other, so that V8
 * is asked for the same in the same order each time.
 */
const readPages = async () => {
  const say = () => undefined;
  const clock = { now: () => 0, random: () => 0 };
  const dependencies = { http: {}, clock, secrets: { get: async () => 'none' }, log: { info: say, warn: say, error: say } };
  const catalog = load('connector').entrance.createCatalog({ sourcesDir, ...dependencies });
  for (const name of readdirSync(sourcesDir).sort())
    for (const stream of (await catalog.get(name))?.streams ?? [])
      await Array.fromAsync(stream.extract({ v: 1, ...asked, ...answered }, payload)).catch(say);
};

const keep = () => {
  const [flagsAt, flagsBytes] = [12, 4];
  for (const [name, { script }] of loaded)
    writeFileSync(`${folder}/${name}.cache`, script.createCachedData().fill(0, flagsAt, flagsAt + flagsBytes));
  process.exit();
};

const { handler } = load('app');
const ignore = () => undefined;
handler(event, { getRemainingTimeInMillis: () => 60_000 })
  .catch(ignore)
  .then(readPages)
  .catch(ignore)
  .then(keep);
