// node --predictable --hash-seed=1 --random-seed=1 --no-flush-bytecode make-code-cache.mjs FOLDER: lets the function in FOLDER/app.js answer
// once, and keeps what V8 compiled for that as app.cache. With these flags the same code gives the same bytes, but for the mark of the flags
// themselves, which is left empty: the entrance fills it in.
import { readFileSync, writeFileSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { Script } from 'node:vm';

const folder = process.argv[2];
const queue = 'https://sqs.us-east-1.amazonaws.com/1/none';
const settings = { AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'none', AWS_SECRET_ACCESS_KEY: 'none', RAW_BUCKET: 'none' };
Object.assign(process.env, settings, { PAGE_QUEUE: queue, REQUEST_QUEUE: queue, CURSOR_KEY: '0'.repeat(64), LOG_LEVEL: 'silent' });
Object.assign(process.env, { SOURCES_DIR: `${folder}/sources`, DATA_DIR: `${tmpdir()}/twl-code-cache` });

const request = { version: '2.0', rawPath: '/api/health/live', rawQueryString: '', headers: {}, isBase64Encoded: false };
const event = { ...request, requestContext: { http: { method: 'GET', sourceIp: '127.0.0.1' } }, Records: [] };

const [flagsAt, flagsBytes] = [12, 4];
const filename = `${folder}/app.js`;
const script = new Script(Module.wrap(readFileSync(filename, 'utf8')), { filename });
const app = { exports: {} };
script.runInThisContext()(app.exports, createRequire(filename), app, filename, folder);
const keep = () => {
  writeFileSync(`${folder}/app.cache`, script.createCachedData().fill(0, flagsAt, flagsAt + flagsBytes));
  process.exit();
};
app.exports.handler(event, { getRemainingTimeInMillis: () => 60_000 }).then(keep, keep);
