// node tools/build/lambda/handler-arguments.mjs FOLDER: bundles the three functions into a folder, loads them, and prints how many arguments
// the handler of each declares. The Node runtime of Lambda refuses one that declares three.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { bundleFunction } from './bundle-function.mjs';

const folder = process.argv[2];
const queue = 'https://sqs.us-east-1.amazonaws.com/1/none';
const settings = { AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'none', AWS_SECRET_ACCESS_KEY: 'none', RAW_BUCKET: 'none' };
Object.assign(process.env, settings, { PAGE_QUEUE: queue, REQUEST_QUEUE: queue, CURSOR_KEY: '0'.repeat(64), LOG_LEVEL: 'silent' });
Object.assign(process.env, { DATA_DIR: join(folder, 'data') });

const require = createRequire(import.meta.url);
for (const name of ['ingestion', 'processing', 'api']) {
  await bundleFunction(name, join(folder, name));
  const { handler } = require(join(folder, name, 'app.js'));
  process.stdout.write(`${name} ${handler.length}\n`);
}
// What they opened would keep the process.
process.exit();
